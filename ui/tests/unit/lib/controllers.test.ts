// The controllers on the fake backend: what the owner does, what is shown, and what happens when it is refused.
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import type { FakeBackend } from '../../../src/lib/backend/fake/index'
import { CameraDraft } from '../../../src/lib/cameras/draft.svelte'
import type { ApiError, VisitorView } from '../../../src/lib/contract'
import { House } from '../../../src/lib/house.svelte'
import { moveIn } from './home'

const refused: ApiError = { code: 'disk_full', message: 'no space', trouble: null }

let backend: FakeBackend
let house: House
let end: () => void

function firstVisitor(): VisitorView {
  const [visitor] = house.visitors.list
  if (!visitor) throw new Error('the fake has no visitors')
  return visitor
}

const blacklistedOne = () => {
  const person = backend.house.people.find((one) => one.kind === 'blacklisted')
  if (!person) throw new Error('the fake has nobody blacklisted')
  return person
}

beforeEach(async () => {
  ;({ backend, house, end } = await moveIn())
})
afterEach(() => end())

describe('visitors', () => {
  test('a named visitor becomes a person, and undo brings the visitor back', async () => {
    const visitor = firstVisitor()
    expect(await house.visitors.name(visitor, '  Priya ')).toBe(true)
    expect(house.visitors.find(visitor.id)).toBeUndefined()
    await vi.waitFor(() => expect(house.people.names).toContain('Priya'))
    expect(house.toasts.list.at(-1)?.text).toBe('Named Priya')
    house.toasts.list.at(-1)?.undo?.()
    await vi.waitFor(() => expect(house.visitors.find(visitor.id)).toBeDefined())
    await vi.waitFor(() => expect(house.people.names).not.toContain('Priya'))
  })

  test('a visitor leaves the list before the program has answered', () => {
    const visitor = firstVisitor()
    void house.visitors.ignore(visitor)
    expect(house.visitors.find(visitor.id)).toBeUndefined()
  })

  test('a refused name brings the visitor back and says why', async () => {
    const visitor = firstVisitor()
    backend.refusals.set('name_visitor', refused)
    expect(await house.visitors.name(visitor, 'Priya')).toBe(false)
    expect(house.visitors.find(visitor.id)).toBeDefined()
    expect(house.toasts.list.at(-1)).toMatchObject({
      tone: 'trouble',
      text: 'The disk is full. Make room and try again.',
    })
  })

  test('an existing name joins that person', async () => {
    const before = house.people.list.find((person) => person.name === 'Anna')
    await house.visitors.name(firstVisitor(), 'anna')
    await vi.waitFor(() =>
      expect(house.people.find(before?.id ?? 0)?.faces.length).toBeGreaterThan(before?.faces.length ?? 0),
    )
  })

  test('naming the same visitor twice at once names once', async () => {
    const visitor = firstVisitor()
    const both = [house.visitors.name(visitor, 'Priya'), house.visitors.name(visitor, 'Priya')]
    expect(await Promise.all(both)).toEqual([true, false])
    expect(house.people.names.filter((name) => name === 'Priya')).toHaveLength(1)
  })

  test('a rejected suggestion is not asked again', async () => {
    const visitor = house.visitors.list.find((one) => one.suggestion)
    if (!visitor?.suggestion?.name || visitor.suggestion.person_id === null) throw new Error('nobody is suggested')
    await house.visitors.reject(visitor, visitor.suggestion.person_id, visitor.suggestion.name)
    expect(house.visitors.find(visitor.id)?.suggestion).toBeNull()
  })

  test('two visitors become one', async () => {
    const [first, second] = house.visitors.list
    if (!first || !second) throw new Error('too few visitors')
    const seen = first.times_seen + second.times_seen
    await house.visitors.merge(first, { subject: 'visitor', id: second.id }, 'Visitor')
    expect(house.visitors.find(second.id)?.times_seen).toBe(seen)
  })

  test('nobody moves while the owner is among them, and everybody is in order afterwards', async () => {
    const ids = house.visitors.list.map((visitor) => visitor.id)
    house.visitors.hold(true)
    const last = backend.house.visitors.find((visitor) => visitor.id === ids.at(-1))
    if (!last) throw new Error('too few visitors')
    last.last_seen = Date.now() + 1_000
    const newcomer = backend.house.newVisitor(977, 1, 0)
    await house.visitors.load()
    expect(house.visitors.list.map((visitor) => visitor.id)).toEqual([...ids, newcomer.id])
    house.visitors.hold(false)
    expect(house.visitors.list[0]?.id).toBe(last.id)
  })

  test('a failed list can be asked for again', async () => {
    backend.refusals.set('visitor_rows', refused)
    await house.visitors.load()
    expect(house.visitors.status).toBe('failed')
    await house.visitors.load()
    expect(house.visitors.status).toBe('ready')
  })
})

describe('undo', () => {
  test('goes back and forth and says what it did', async () => {
    await house.visitors.name(firstVisitor(), 'Priya')
    expect(house.journal.view).toMatchObject({ undo: 'name_visitor', undo_about: 'Priya' })
    await house.journal.undo()
    expect(house.toasts.list.map((toast) => toast.text)).toEqual(['Taken back: naming Priya'])
    expect(house.journal.view).toMatchObject({ undo: null, redo: 'name_visitor' })
    await house.journal.redo()
    await vi.waitFor(() => expect(house.people.names).toContain('Priya'))
  })

  test('with nothing to undo asks nothing', async () => {
    const call = vi.spyOn(backend, 'call')
    await house.journal.undo()
    expect(call).not.toHaveBeenCalled()
  })

  test('only the newest act is offered on a toast', async () => {
    await house.visitors.ignore(firstVisitor())
    await house.visitors.ignore(firstVisitor())
    expect(house.toasts.list.filter((toast) => toast.undo)).toHaveLength(1)
  })
})

describe('alerts', () => {
  test('one that is raised stands before everything until it is acknowledged', async () => {
    const alert = backend.house.raiseAlert(blacklistedOne(), 1)
    expect(house.alerts.current?.id).toBe(alert.id)
    expect(house.alerts.open).toBe(1)
    await house.alerts.acknowledge(alert.id)
    expect(house.alerts.current).toBeUndefined()
    expect(house.alerts.open).toBe(0)
  })

  test('several wait for each other, the oldest first', async () => {
    const first = backend.house.raiseAlert(blacklistedOne(), 1)
    const second = backend.house.raiseAlert(blacklistedOne(), 2)
    expect(house.alerts.queue.map((alert) => alert.id)).toEqual([first.id, second.id])
    await house.alerts.acknowledge(first.id)
    expect(house.alerts.current?.id).toBe(second.id)
  })

  test('one acknowledged elsewhere goes away by itself', async () => {
    const alert = backend.house.raiseAlert(blacklistedOne(), 1)
    await backend.call('acknowledge_alert', { id: alert.id })
    expect(house.alerts.current).toBeUndefined()
  })

  test('one of the last hour is shown at the start, an older one waits in the list', async () => {
    end()
    const recent = backend.house.raiseAlert(blacklistedOne(), 1, 30 * 60_000, false)
    backend.house.raiseAlert(blacklistedOne(), 1, 90 * 60_000, false)
    house = new House(backend)
    end = house.start()
    await vi.waitFor(() => expect(house.isReady).toBe(true))
    expect(house.alerts.queue.map((alert) => alert.id)).toEqual([recent.id])
    expect(house.alerts.open).toBe(2)
  })

  test('about somebody who was erased go with them', async () => {
    const person = blacklistedOne()
    backend.house.raiseAlert(person, 1)
    await backend.call('remove_person', { id: person.id })
    await vi.waitFor(() => expect(house.alerts.current).toBeUndefined())
  })

  test('opening the list puts the sheet away without acknowledging', () => {
    backend.house.raiseAlert(blacklistedOne(), 1)
    house.alerts.setAside()
    expect(house.alerts.current).toBeUndefined()
    expect(house.alerts.open).toBe(1)
  })
})

describe('people', () => {
  const file = (name: string): File => new File(['x'], name, { type: 'image/jpeg' })

  test('each picture has its own outcome', async () => {
    const outcomes = await house.people.add('Tariq', 'known', [file('a.jpg'), file('nobody.jpg'), file('group.jpg')])
    expect(outcomes.map((one) => one.verdict.verdict)).toEqual(['added', 'no_face', 'several_faces'])
    expect(house.people.names).toContain('Tariq')
  })

  test('whoever is here now was last seen now, and once more', async () => {
    const sighting = house.sightings.lately.find((one) => one.person_id !== null)
    const before = house.people.find(sighting?.person_id ?? 0)
    if (!sighting || !before) throw new Error('somebody known was here')
    const started_at = (before.last_seen ?? 0) + 60_000
    house.people.follow({ type: 'sighting_started', sighting: { ...sighting, started_at, camera_name: 'Garden' } })
    const now = { ...before, sightings: before.sightings + 1, last_seen: started_at, last_camera: 'Garden' }
    expect(house.people.find(before.id)).toEqual(now)
    house.people.follow({ type: 'sighting_updated', sighting: { ...sighting, started_at } })
    expect(house.people.find(before.id), 'the same sighting counts once').toEqual(now)
    house.people.follow({ type: 'sighting_updated', sighting: { ...sighting, started_at: started_at - 1 } })
    expect(house.people.find(before.id)?.last_seen, 'an older sighting changes nothing').toBe(started_at)
  })

  test('a taken name is refused beside the field, not in a toast', async () => {
    await expect(house.people.add('anna', 'known', [file('a.jpg')])).rejects.toMatchObject({ code: 'name_taken' })
    const anna = house.people.list.find((person) => person.name === 'Anna')
    expect(await house.people.rename(anna?.id ?? 0, 'Mei')).toBe('Somebody else has this name')
    expect(house.toasts.list).toEqual([])
  })

  test('erasing says what was erased', async () => {
    const person = house.people.list.find((one) => one.name === 'Anna')
    if (!person) throw new Error('Anna is missing')
    expect(await house.people.remove(person)).toBe(true)
    expect(house.toasts.list.at(-1)?.text).toMatch(/^Anna was erased: \d+ faces, \d+ sightings?, 0 alerts$/)
    expect(house.people.find(person.id)).toBeUndefined()
  })
})

describe('cameras', () => {
  test('a state event changes that camera only', () => {
    const state = { state: 'stalled', seconds: 4 } as const
    house.cameras.follow({ type: 'camera_state', camera_id: 2, state })
    expect(house.cameras.list.map((camera) => camera.state.state)).toEqual(['live', 'stalled', 'live', 'live'])
  })

  test('a draft shows its picture before it is saved', async () => {
    const draft = new CameraDraft(house.cameras)
    draft.choose('stream')
    draft.place = 'rtsp://refused/1'
    await draft.test()
    expect(draft.sourceError).toContain('refused the password')
    expect(await draft.add()).toBeUndefined()
    expect(draft.nameError).toBe('A name is needed')
  })

  test('an answer to an address that was changed since is dropped', async () => {
    let answer: (value: never) => void = () => undefined
    const draft = new CameraDraft({
      webcams: async () => [],
      choosePath: async () => undefined,
      test: () => new Promise((done) => (answer = done)),
      add: () => Promise.reject(refused),
    })
    draft.choose('file')
    draft.place = '/a.mp4'
    const test = draft.test()
    draft.place = '/b.mp4'
    draft.changed()
    answer({ width: 1, height: 1, jpeg_base64: '', faces: 1 } as never)
    await test
    expect(draft.preview).toBeUndefined()
    expect(draft.isTesting).toBe(false)
  })

  test('a path that is chosen is tried at once, and going back changes nothing', async () => {
    const draft = new CameraDraft(house.cameras)
    draft.choose('file')
    await draft.choosePath()
    expect(draft.source).toEqual({ kind: 'file', path: backend.chosen.file })
    expect(draft.preview?.faces).toBe(1)
    backend.chosen.file = undefined
    await draft.choosePath()
    expect(draft.place).toBe('/home/you/Videos/front-door.mp4')
    expect(draft.preview).toBeDefined()
  })

  test('a path that is chosen for another kind of camera is not taken', async () => {
    let answer: (path: string) => void = () => undefined
    vi.spyOn(backend, 'choosePath').mockReturnValue(new Promise((done) => (answer = done)))
    const draft = new CameraDraft(house.cameras)
    draft.choose('folder')
    const choice = draft.choosePath()
    expect(draft.isChoosing).toBe(true)
    draft.choose('file')
    answer('/home/you/Pictures')
    await choice
    expect(draft.place).toBe('')
    expect(draft.isChoosing).toBe(false)
  })

  test('a dialog that cannot be opened says so at the field', async () => {
    vi.spyOn(backend, 'choosePath').mockRejectedValue(refused)
    const draft = new CameraDraft(house.cameras)
    draft.choose('folder')
    await draft.choosePath()
    expect(draft.sourceError).toBeDefined()
    expect(draft.isChoosing).toBe(false)
  })

  test('the first webcam is chosen, and a lost one is forgotten', async () => {
    const draft = new CameraDraft(house.cameras)
    await draft.lookForWebcams()
    expect(draft.source).toEqual({ kind: 'webcam', device: '/dev/video0' })
    draft.place = '/dev/video9'
    await draft.lookForWebcams()
    expect(draft.place).toBe('/dev/video0')
  })
})

describe('settings', () => {
  test('a change is shown at once and taken back when it is refused', async () => {
    backend.refusals.set('save_settings', refused)
    const change = house.settings.change({ sound: false })
    expect(house.settings.view?.sound).toBe(false)
    await change
    expect(house.settings.view?.sound).toBe(true)
    expect(house.toasts.list).toHaveLength(1)
  })

  test('two changes at once are both kept', async () => {
    await Promise.all([house.settings.change({ sound: false }), house.settings.change({ notifications: false })])
    expect(backend.house.settings).toMatchObject({ sound: false, notifications: false })
    expect(house.settings.view).toMatchObject({ sound: false, notifications: false })
  })
})

describe('the program', () => {
  test('a failed installation says why and can be tried again', async () => {
    end()
    ;({ backend, house, end } = await moveIn('no-models'))
    backend.refusals.set('install_models', { code: 'install_failed', message: '', trouble: null })
    await house.system.install()
    expect(house.system.trouble).toContain('could not be fetched')
    expect(house.system.busy).toBeUndefined()
  })

  test('the demo comes and goes in one step', async () => {
    end()
    ;({ backend, house, end } = await moveIn('empty'))
    expect(house.cameras.list).toEqual([])
    await house.system.startDemo()
    await vi.waitFor(() => expect(house.cameras.list).toHaveLength(4))
    await house.system.leaveDemo()
    await vi.waitFor(() => expect(house.cameras.list).toEqual([]))
    await vi.waitFor(() => expect(house.people.list).toEqual([]))
    expect(house.system.view?.has_demo).toBe(false)
  })
})

describe('sightings', () => {
  test('somebody who leaves is no longer here', () => {
    const sighting = backend.house.openSighting(3, 1)
    house.sightings.follow({ type: 'sighting_started', sighting: { ...sighting } })
    expect(house.sightings.open.map((one) => one.id)).toEqual([sighting.id])
    house.sightings.follow({ type: 'sighting_ended', sighting: { ...sighting, ended_at: Date.now() } })
    expect(house.sightings.open).toEqual([])
  })
})
