// The controllers behind asking why, correcting, taking back and trying thresholds, on the fake backend.
import { usual } from '$lib/settings/usual'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import type { FakeBackend } from '../../../src/lib/backend/fake/index'
import type { ActView, ApiError, SightingView } from '../../../src/lib/contract'
import type { House } from '../../../src/lib/house.svelte'
import { moveIn } from './home'

const refused: ApiError = { code: 'disk_full', message: 'no space', trouble: null }

let backend: FakeBackend
let house: House
let end: () => void

function sightingOf(verdict: SightingView['verdict']): SightingView {
  const found = backend.house.sightings.find((one) => one.verdict === verdict && one.ended_at !== null)
  if (!found) throw new Error(`nobody ${verdict} was here`)
  return structuredClone(found)
}

const personOf = (id: number | null) => backend.house.people.find((one) => one.id === id)
const shown = (id: number) => backend.house.sightings.find((one) => one.id === id)
const lastToast = () => house.toasts.list.at(-1)

beforeEach(async () => {
  ;({ backend, house, end } = await moveIn())
})
afterEach(() => {
  end()
  vi.useRealTimers()
})

describe('why', () => {
  test('the answer to an older question never shows', async () => {
    const [first, second] = [sightingOf('known'), sightingOf('visitor')]
    house.why.open(first.id)
    house.why.open(second.id)
    await vi.waitFor(() => expect(house.why.view?.sighting.id).toBe(second.id))
    house.why.close()
    expect(house.why.view).toBeUndefined()
  })

  test('follows what becomes of its sighting', async () => {
    const sighting = sightingOf('known')
    house.why.open(sighting.id)
    await vi.waitFor(() => expect(house.why.status).toBe('ready'))
    await house.why.reject(sighting, sighting.person_id ?? 0, sighting.name ?? '')
    await vi.waitFor(() => expect(house.why.view?.sighting.verdict).toBe('visitor'))
  })

  test('"not them" is noted, and its toast takes back exactly that', async () => {
    const sighting = sightingOf('known')
    expect(await house.why.reject(sighting, sighting.person_id ?? 0, 'Anna')).toBe(true)
    expect(shown(sighting.id)?.visitor_id).not.toBeNull()
    const offer = lastToast()?.undo
    const other = house.people.list.find((one) => one.id !== sighting.person_id)
    await backend.call('rename_person', { id: other?.id ?? 0, name: 'Somebody' })
    offer?.()
    await vi.waitFor(() => expect(shown(sighting.id)?.person_id).toBe(sighting.person_id))
    expect(personOf(other?.id ?? 0)?.name, 'the later act stands').toBe('Somebody')
  })

  test('a sighting goes to a new name, and to a person there is', async () => {
    const sighting = sightingOf('unclear')
    await house.why.move(sighting, { to: 'named', name: 'Priya' }, 'Priya')
    expect(shown(sighting.id)).toMatchObject({ name: 'Priya', verdict: 'known', no_name: null })
    const anna = house.people.list.find((one) => one.name === 'Anna')
    await house.why.move(sighting, { to: 'person', id: anna?.id ?? 0 }, 'Anna')
    expect(shown(sighting.id)?.person_id).toBe(anna?.id)
  })

  test('a confirmation that teaches nothing new offers nothing to take back', async () => {
    const sighting = sightingOf('known')
    await house.why.confirm(sighting, 'Anna')
    expect(lastToast()?.undo).toBeDefined()
    await house.why.confirm(sighting, 'Anna')
    expect(lastToast()).toMatchObject({ text: 'Confirmed: Anna' })
    expect(lastToast()?.undo).toBeUndefined()
  })

  test('a refused correction says why and changes nothing', async () => {
    const sighting = sightingOf('known')
    backend.refusals.set('reject_sighting', refused)
    expect(await house.why.reject(sighting, sighting.person_id ?? 0, 'Anna')).toBe(false)
    expect(lastToast()).toMatchObject({ tone: 'trouble', text: 'The disk is full. Make room and try again.' })
    expect(shown(sighting.id)?.person_id).toBe(sighting.person_id)
  })
})

describe('a corrected verdict', () => {
  const update = (part: Partial<SightingView>) =>
    house.sightings.follow({
      type: 'sighting_updated',
      sighting: { ...base, ...part },
    })
  let base: SightingView

  beforeEach(() => {
    base = { ...sightingOf('visitor'), id: 9_001, ended_at: null, started_at: Date.now() }
    house.sightings.follow({ type: 'sighting_started', sighting: base })
  })

  test('is shown with what was thought before, and only until it is that again', () => {
    update({ verdict: 'known', person_id: 3, visitor_id: null, name: 'Anna' })
    expect(house.sightings.before(9_001)).toMatchObject({ visitor_id: base.visitor_id })
    update({ verdict: 'known', person_id: 4, visitor_id: null, name: 'Ben' })
    expect(house.sightings.before(9_001), 'the first thought stays').toMatchObject({ visitor_id: base.visitor_id })
    update({})
    expect(house.sightings.before(9_001)).toBeUndefined()
  })

  test('the first verdict on somebody who is there is none, a late one is', () => {
    const unclear = { verdict: 'unclear', visitor_id: null, visitor_number: null } as const
    const anna = { verdict: 'known', person_id: 3, visitor_id: null, name: 'Anna' } as const
    house.sightings.follow({ type: 'sighting_started', sighting: { ...base, ...unclear, id: 9_002 } })
    update({ ...anna, id: 9_002 })
    expect(house.sightings.before(9_002)).toBeUndefined()
    house.sightings.follow({ type: 'sighting_ended', sighting: { ...base, ...unclear, id: 9_003, ended_at: 5 } })
    update({ ...anna, id: 9_003, ended_at: 5 })
    expect(house.sightings.before(9_003)?.verdict).toBe('unclear')
  })

  test('an answer that is older than what was told since changes nothing', async () => {
    let answer: (reply: never) => void = () => undefined
    vi.spyOn(backend, 'call').mockImplementationOnce(() => new Promise((done) => (answer = done)))
    const load = house.sightings.load()
    update({ verdict: 'known', person_id: 3, visitor_id: null, name: 'Anna' })
    answer({ sightings: [base] } as never)
    await load
    expect(house.sightings.find(9_001)?.name).toBe('Anna')
    expect(house.sightings.before(9_001)?.visitor_id).toBe(base.visitor_id)
  })

  test('another similarity is no correction', () => {
    update({ similarity: 0.9 })
    expect(house.sightings.before(9_001)).toBeUndefined()
  })
})

describe('the history of somebody', () => {
  const open = async () => {
    const anna = backend.house.people.find((one) => one.name === 'Anna')
    if (!anna) throw new Error('Anna is missing')
    for (let i = 1; i <= 20; i++) {
      const sighting = backend.house.openSighting(anna.seed, 1, i * 86_400_000)
      backend.house.decide(sighting)
    }
    const close = house.history.open({ person_id: anna.id, visitor_id: null })
    await vi.waitFor(() => expect(house.history.status).toBe('ready'))
    return { anna, close }
  }

  test('comes page by page, each sighting once', async () => {
    await open()
    expect(house.history.list).toHaveLength(12)
    expect(house.history.hasMore).toBe(true)
    await house.history.more()
    const ids = house.history.list.map(({ id }) => id)
    expect(new Set(ids).size).toBe(ids.length)
    expect(ids.length).toBeGreaterThan(19)
    expect(house.history.hasMore).toBe(false)
  })

  test('loses a sighting that was given to somebody else', async () => {
    await open()
    const [first] = house.history.list
    if (!first) throw new Error('Anna was never here')
    await backend.call('move_sighting', { id: first.id, target: { to: 'new_visitor' } })
    await vi.waitFor(() => expect(house.history.list.some(({ id }) => id === first.id)).toBe(false))
  })

  test('closing an older one leaves the newer one open', async () => {
    const { close } = await open()
    const mei = backend.house.people.find((one) => one.name === 'Mei')
    house.history.open({ person_id: mei?.id ?? 0, visitor_id: null })
    close()
    await house.history.load()
    expect(house.history.list.every((one) => one.person_id === mei?.id)).toBe(true)
    expect(house.history.status).toBe('ready')
  })
})

describe('people and visitors', () => {
  const find = (name: string) => {
    const person = house.people.list.find((one) => one.name === name)
    if (!person) throw new Error(`${name} is missing`)
    return person
  }

  test('a face that contradicts goes to somebody else, and comes back', async () => {
    const jonas = find('Jonas')
    const face = jonas.faces.find((one) => one.contradicts)
    await house.people.moveFace(face?.id ?? 0, { to: 'named', name: 'Ben' }, 'Ben')
    expect(find('Jonas').faces.some((one) => one.contradicts)).toBe(false)
    await vi.waitFor(() => expect(find('Ben').faces.map((one) => one.id)).toEqual([face?.id]))
    lastToast()?.undo?.()
    await vi.waitFor(() => expect(house.people.names).not.toContain('Ben'))
    expect(find('Jonas').faces.some((one) => one.contradicts)).toBe(true)
  })

  test('a threshold of one’s own replaces the general one until it is given up', async () => {
    await house.people.setThreshold(find('Anna'), 0.55)
    expect(find('Anna')).toMatchObject({ own_threshold: 0.55, threshold: 0.55 })
    await house.people.setThreshold(find('Anna'), null)
    expect(find('Anna').own_threshold).toBeNull()
  })

  test('two people become one and two again', async () => {
    const faces = find('Anna').faces.length + find('Mei').faces.length
    await house.people.merge(find('Mei'), find('Anna'))
    expect(find('Anna').faces).toHaveLength(faces)
    lastToast()?.undo?.()
    await vi.waitFor(() => expect(house.people.names).toContain('Mei'))
  })

  test('visitors who may be somebody come best first, and a denied one never again', async () => {
    const anna = find('Anna')
    house.personPage.open(anna.id)
    await vi.waitFor(() => expect(house.personPage.status).toBe('ready'))
    const alike = house.personPage.like.map((one) => one.similarity)
    expect(alike).toEqual([...alike].sort((a, b) => b - a))
    const [first] = house.personPage.like
    if (!first) throw new Error('nobody is like Anna')
    await house.visitors.reject(first.visitor, anna.id, 'Anna')
    await house.personPage.load()
    expect(house.personPage.like.map((one) => one.visitor.id)).not.toContain(first.visitor.id)
  })

  test('a visitor is parted, and at least one face stays', async () => {
    const visitor = house.visitors.list.find((one) => one.face_ids.length > 2)
    if (!visitor) throw new Error('nobody has enough faces')
    const before = house.visitors.list.length
    expect(await house.visitors.split(visitor, visitor.face_ids)).toBe(false)
    expect(await house.visitors.split(visitor, visitor.face_ids.slice(1, 2))).toBe(true)
    expect(house.visitors.list).toHaveLength(before + 1)
    lastToast()?.undo?.()
    await vi.waitFor(() => expect(house.visitors.find(visitor.id)?.face_ids).toHaveLength(visitor.face_ids.length))
  })
})

describe('the journal', () => {
  const act = (kind: string): ActView => {
    const found = house.journal.acts.list.find((one) => one.kind === kind)
    if (!found) throw new Error(`${kind} was not done`)
    return found
  }

  beforeEach(async () => {
    const [first, second] = house.visitors.list
    if (!first || !second) throw new Error('too few visitors')
    await house.visitors.name(first, 'Priya')
    await house.visitors.ignore(second)
    const priya = backend.house.people.find((one) => one.name === 'Priya')
    await house.people.rename(priya?.id ?? 0, 'Priya Sen')
    house.journal.open()
    await vi.waitFor(() => expect(house.journal.acts.status).toBe('ready'))
  })

  test('lists the latest act first', () => {
    expect(house.journal.acts.list.map((one) => one.kind)).toEqual(['rename_person', 'ignore_visitor', 'name_visitor'])
  })

  test('takes back an earlier act and leaves the later ones', async () => {
    await house.journal.turn(act('ignore_visitor'))
    expect(act('ignore_visitor').is_undone).toBe(true)
    expect(backend.house.people.map((one) => one.name)).toContain('Priya Sen')
    await house.journal.turn(act('ignore_visitor'))
    expect(act('ignore_visitor').is_undone).toBe(false)
  })

  test('marks an act that something later builds on, until something changes', async () => {
    const [visitor] = house.visitors.list
    if (!visitor) throw new Error('no visitor is left')
    await house.visitors.name(visitor, 'Priya Sen')
    await house.journal.load()
    await house.journal.turn(act('name_visitor'))
    expect(act('name_visitor').is_undone, 'the latest naming goes first').toBe(true)
    await backend.call('redo_act', { id: act('name_visitor').id })
    await house.journal.load()
    const first = house.journal.acts.list.filter((one) => one.kind === 'name_visitor').at(-1)
    if (!first) throw new Error('nobody was named')
    await house.journal.turn(first)
    expect(house.journal.stuck).toEqual([first.id])
    await house.journal.turn(act('ignore_visitor'))
    expect(house.journal.stuck).toEqual([])
  })

  test('follows what is done while it is open', async () => {
    await house.journal.undo()
    await vi.waitFor(() => expect(act('rename_person').is_undone).toBe(true))
  })

  test('that cannot be read can be asked for again', async () => {
    backend.refusals.set('journal', refused)
    await house.journal.load()
    expect(house.journal.acts.status).toBe('failed')
    await house.journal.load()
    expect(house.journal.acts.status).toBe('ready')
  })
})

describe('thresholds that are tried', () => {
  test('are asked about once the finger rests, and saved only after the answer', async () => {
    vi.useFakeTimers()
    const call = vi.spyOn(backend, 'call')
    house.proposal.propose({ known_threshold: 0.36 })
    house.proposal.settle({ known_threshold: 0.35 })
    expect(house.proposal.moved).toEqual({ known_threshold: 0.35 })
    expect(call).not.toHaveBeenCalled()
    await vi.advanceTimersByTimeAsync(300)
    expect(call.mock.calls.map(([name]) => name).slice(0, 2)).toEqual(['preview_thresholds', 'save_settings'])
    expect(call.mock.calls[0]?.[1]).toMatchObject({ known_threshold: 0.35, blacklist_threshold: 0.42, fits_home: true })
    expect(house.proposal.preview?.named_then).toBeGreaterThan(house.proposal.preview?.named_now ?? Infinity)
    expect(house.settings.view?.known_threshold).toBe(0.35)
    expect(house.proposal.moved).toEqual({})
  })

  test('that only moved are not saved', async () => {
    vi.useFakeTimers()
    house.proposal.propose({ known_threshold: 0.3 })
    await vi.advanceTimersByTimeAsync(300)
    expect(house.proposal.preview).toBeDefined()
    expect(backend.house.settings.known_threshold).toBe(usual.known_threshold)
  })

  test('are saved though nothing can be told about last week', async () => {
    vi.useFakeTimers()
    backend.refusals.set('preview_thresholds', refused)
    house.proposal.settle({ fits_home: false })
    await vi.advanceTimersByTimeAsync(300)
    expect(house.proposal.preview).toBeUndefined()
    expect(backend.house.settings.fits_home).toBe(false)
  })

  test('are saved at once when the view is left', async () => {
    house.proposal.settle({ known_threshold: 0.45 })
    await house.proposal.finish()
    expect(backend.house.settings.known_threshold).toBe(0.45)
  })
})

describe('the program', () => {
  test('reads kept faces again, and pauses', async () => {
    end()
    ;({ backend, house, end } = await moveIn('renewing'))
    expect(house.recognition.view?.reembedding).toMatchObject({ done: 148, total: 412, is_paused: false })
    await house.recognition.pause(true)
    expect(house.recognition.view?.reembedding?.is_paused).toBe(true)
    backend.house.reembed(412, 412)
    expect(house.recognition.view?.reembedding).toBeNull()
  })

  test('that could not start says why, and works once it could', async () => {
    end()
    ;({ backend, house, end } = await moveIn('refused'))
    expect(house.refusal?.message).toContain('newer version')
    backend.refusedStart = undefined
    await house.load()
    expect(house.refusal).toBeUndefined()
    expect(house.cameras.list.length).toBeGreaterThan(0)
  })

  test('that could not start is asked one thing only until it did', async () => {
    end()
    ;({ backend, house, end } = await moveIn('refused'))
    const call = vi.spyOn(backend, 'call')
    await house.load()
    expect(call.mock.calls.map(([name]) => name)).toEqual(['system'])
    backend.refusedStart = undefined
    await house.load()
    expect(call.mock.calls.map(([name]) => name)).toContain('people')
    expect(house.cameras.status).toBe('ready')
  })

  test('that started after all is believed without being asked', async () => {
    end()
    ;({ backend, house, end } = await moveIn('refused'))
    backend.refusedStart = undefined
    backend.house.announceSystem()
    await vi.waitFor(() => expect(house.refusal).toBeUndefined())
    expect(house.people.list.length).toBeGreaterThan(0)
  })
})
