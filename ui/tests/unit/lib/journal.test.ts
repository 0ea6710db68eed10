// What is told with Undo takes back exactly what was told, whatever was done since; what is done is listed page by page.
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { everything } from '$lib/alerts/filter'
import { FakeBackend } from '$lib/backend/fake'
import type { Commands, PersonView } from '$lib/contract'
import { House } from '$lib/house.svelte'
import { actSentence, actWords } from '$lib/journal/words'

let backend: FakeBackend
let house: House
let end: () => void

async function moveIn(scenario: 'lively' | 'quiet'): Promise<void> {
  backend = new FakeBackend(scenario)
  house = new House(backend)
  end = house.start()
  await vi.waitFor(() => expect(house.isReady).toBe(true))
}
beforeEach(() => moveIn('lively'))
afterEach(() => end())

function person(name: string): PersonView {
  const found = house.people.list.find((one) => one.name === name)
  if (!found) throw new Error(`${name} is there`)
  return found
}
const lastToast = () => house.toasts.list.at(-1)
const picture = (name: string): File => new File([new Uint8Array([1])], name, { type: 'image/jpeg' })
const kinds = async () => (await backend.call('journal', { limit: 100, before: null })).map((act) => act.kind)

/** Something else that is in the journal, without a toast of its own. */
async function flipRule(): Promise<void> {
  const rule = house.rules.view?.rules[0]
  if (!rule) throw new Error('there is a rule')
  await house.rules.change(rule, { is_on: !rule.is_on })
}

/** Everything that is told with Undo, and how it is seen that it was taken back. */
const acts: [string, () => Promise<() => unknown>][] = [
  [
    'naming a visitor',
    async () => {
      const [visitor] = house.visitors.list
      if (!visitor) throw new Error('there is a visitor')
      await house.visitors.name(visitor, 'Priya')
      return () => house.people.list.some((one) => one.name === 'Priya')
    },
  ],
  [
    'refusing a suggestion',
    async () => {
      const visitor = backend.house.visitors.find((one) => one.suggestion)
      const person_id = visitor?.suggestion?.person_id
      if (!visitor || !person_id) throw new Error('somebody is suggested')
      await house.visitors.reject(visitor, person_id, 'Anna')
      return () => backend.house.rejections.has(`visitor${visitor.id}-${person_id}`)
    },
  ],
  [
    'renaming',
    async () => {
      await house.people.rename(person('Anna').id, 'Anne')
      return () => house.people.list.some((one) => one.name === 'Anne')
    },
  ],
  [
    'another kind',
    async () => {
      const { id } = person('Anna')
      await house.people.setKind(person('Anna'), 'ignored')
      return () => house.people.find(id)?.kind === 'ignored'
    },
  ],
  [
    'removing a face',
    async () => {
      const { id, faces } = person('Anna')
      await house.people.removeFace(person('Anna'), faces[0]?.id ?? 0)
      return () => house.people.find(id)?.faces.length !== faces.length
    },
  ],
  [
    'adding pictures',
    async () => {
      const { id, faces } = person('Anna')
      await house.people.addPictures(id, [picture('one.jpg'), picture('two.jpg')])
      return () => house.people.find(id)?.faces.length !== faces.length
    },
  ],
  [
    'adding somebody',
    async () => {
      await house.people.add('Zoe', 'known', [picture('zoe.jpg')])
      return () => house.people.list.some((one) => one.name === 'Zoe')
    },
  ],
  [
    'changing a camera',
    async () => {
      const [camera] = house.cameras.list
      if (!camera) throw new Error('there is a camera')
      await house.cameras.save(camera, { name: 'Gate', source: null, login: null, settings: null })
      return () => house.cameras.list.some((one) => one.name === 'Gate')
    },
  ],
  [
    'removing a camera',
    async () => {
      const [camera] = house.cameras.list
      if (!camera) throw new Error('there is a camera')
      await house.cameras.remove(camera)
      return () => house.cameras.list.every((one) => one.id !== camera.id)
    },
  ],
  [
    'acknowledging an alert',
    async () => {
      const alert = backend.house.tellOf(backend.house.visitors[0]?.seed ?? 0, 1, 'strangers')
      await house.alerts.acknowledge(alert.id)
      return () => house.alerts.find(alert.id)?.acknowledged_at !== null
    },
  ],
  [
    'acknowledging all',
    async () => {
      for (const visitor of backend.house.visitors.slice(0, 2)) backend.house.tellOf(visitor.seed, 1, 'strangers')
      expect(house.alerts.open).toBeGreaterThan(1)
      await house.alerts.acknowledgeAll()
      return () => house.alerts.open === 0
    },
  ],
]

describe('Undo of a toast', () => {
  test.each(acts)('takes back %s, although a rule was switched since', async (_, act) => {
    const isSo = await act()
    await vi.waitFor(() => expect(isSo()).toBe(true))
    const undo = lastToast()?.undo
    expect(undo, lastToast()?.text).toBeDefined()
    await flipRule()
    const isOn = backend.house.ruled.rules[0]?.is_on
    undo?.()
    await vi.waitFor(() => expect(isSo()).toBe(false))
    expect(backend.house.ruled.rules[0]?.is_on, 'the rule stays as it was set').toBe(isOn)
  })

  test('is that of each, when several are named faster than the program answers', async () => {
    const [one, other] = house.visitors.list
    if (!one || !other) throw new Error('there are two')
    const offers: (() => void)[] = []
    const done = house.toasts.done.bind(house.toasts)
    vi.spyOn(house.toasts, 'done').mockImplementation((text, undo) => {
      if (undo) offers.push(undo)
      done(text, undo)
    })
    await Promise.all([house.visitors.name(one, 'Priya'), house.visitors.name(other, 'Quinn')])
    offers[0]?.()
    await vi.waitFor(() => expect(house.people.list.some((who) => who.name === 'Priya')).toBe(false))
    expect(house.people.list.some((who) => who.name === 'Quinn')).toBe(true)
  })

  test('is not offered where it is uncertain whose act is whose', async () => {
    const call = backend.call.bind(backend)
    vi.spyOn(backend, 'call').mockImplementation(async (name, request) => {
      // Somebody names somebody else from the command line at the very moment.
      if (name === 'rename_person') await call('set_person_note', { id: person('Jonas').id, note: 'at the door' })
      return await call(name, request as Commands[typeof name]['request'])
    })
    await house.people.rename(person('Anna').id, 'Anne')
    expect(lastToast()?.text).toContain('Anne')
    expect(lastToast()?.undo).toBeUndefined()
  })

  test('is not offered where nothing was learnt', async () => {
    const before = await kinds()
    const outcomes = await house.people.addPictures(person('Anna').id, [picture('nobody.jpg')])
    expect(outcomes?.map(({ verdict }) => verdict.verdict)).toEqual(['no_face'])
    expect(house.toasts.list).toEqual([])
    expect(await kinds()).toEqual(before)
  })
})

describe('what was done', () => {
  test('goes on page by page, and stays as long as it was when something is done', async () => {
    const { id } = person('Anna')
    for (let i = 0; i < 130; i++) await backend.call('set_person_note', { id, note: `note ${i}` })
    house.journal.open()
    await vi.waitFor(() => expect(house.journal.acts.list.length).toBe(100))
    expect(house.journal.acts.hasMore).toBe(true)
    await house.journal.more()
    const all = house.journal.acts.list.map((act) => act.id)
    expect([all.length, house.journal.acts.hasMore]).toEqual([new Set(all).size, false])
    expect(all.length).toBeGreaterThanOrEqual(130)
    await backend.call('set_person_note', { id, note: 'one more' })
    await vi.waitFor(() => expect(house.journal.acts.list[0]?.id).not.toBe(all[0]))
    expect(house.journal.acts.list.length).toBe(all.length)
  })

  test.each([
    ['remove_face', 1, 'A face of Anna was removed', 'removing a face of Anna'],
    ['add_pictures', 3, '3 pictures of Anna were added', 'adding 3 pictures of Anna'],
    ['add_person', 1, 'Anna was added with 1 picture', 'adding Anna'],
    ['acknowledge', 1, 'An alert was acknowledged', 'acknowledging an alert'],
    ['acknowledge', 4, '4 alerts were acknowledged', 'acknowledging 4 alerts'],
  ])('%s of %i is a sentence', (kind, together, sentence, words) => {
    const anna = { name: 'Anna', visitor_number: null }
    expect(actSentence({ kind, from: anna, to: anna, together })).toBe(sentence)
    expect(actWords(kind, 'Anna', together)).toBe(words)
  })

  test('a camera is called as it was called then', () => {
    const nobody = { name: null, visitor_number: null }
    const act = { from: nobody, to: nobody, camera_name: 'Yard' }
    expect(actSentence({ ...act, kind: 'remove_camera' })).toBe('The camera Yard was removed')
    expect(actSentence({ ...act, kind: 'change_camera' })).toBe('The camera Yard was changed')
    expect(actWords('remove_camera', 'Yard')).toBe('removing Yard')
  })
})

describe('the history of alerts', () => {
  beforeEach(() => {
    const [like] = backend.house.alerts
    if (!like) throw new Error('somebody was told of')
    for (let i = 1; i <= 240; i++)
      backend.house.alerts.push({
        ...structuredClone(like),
        id: 100_000 + i,
        at: like.at - i * 60_000,
        camera_id: i % 2 === 0 ? 1 : 2,
        acknowledged_at: i % 3 === 0 ? null : 1,
      })
  })

  test('goes on page by page to its end', async () => {
    await house.alerts.load()
    expect([house.alerts.asked.list.length, house.alerts.asked.hasMore]).toEqual([100, true])
    await house.alerts.more()
    await house.alerts.more()
    const ids = house.alerts.asked.list.map(({ id }) => id)
    expect(ids.length).toBe(backend.house.alerts.length)
    expect([new Set(ids).size, house.alerts.asked.hasMore]).toEqual([ids.length, false])
  })

  test('finds what is asked for however old it is, and counts what is open whatever is asked for', async () => {
    house.alerts.narrow({ ...everything, cameraId: 2, state: 'open' })
    const meant = backend.house.alerts.filter((one) => one.camera_id === 2 && one.acknowledged_at === null)
    await vi.waitFor(() => expect(house.alerts.asked.list.length).toBe(meant.length))
    const open = backend.house.alerts.filter((one) => one.acknowledged_at === null).length
    expect(house.alerts.open).toBe(open)
    // One that is acknowledged is no longer among the open ones.
    const [first] = house.alerts.asked.list
    await house.alerts.acknowledge(first?.id ?? 0)
    expect(house.alerts.asked.list.some((one) => one.id === first?.id)).toBe(false)
    expect(house.alerts.open).toBe(open - 1)
  })
})
