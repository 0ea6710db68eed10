// Choosing many, long lists, a year of days, the order of people, and learning from many pictures: table tests, and the
// controllers on the fake backend.
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import type { FakeBackend } from '../../../src/lib/backend/fake/index'
import type { PersonView } from '../../../src/lib/contract'
import type { House } from '../../../src/lib/house.svelte'
import { actSentence, actWords, redoWords, undoWords } from '../../../src/lib/journal/words'
import { inSight, revealed } from '../../../src/lib/lists/rows'
import { droppedIn, sorted } from '../../../src/lib/people/dropped'
import { listed } from '../../../src/lib/people/order'
import { monthsIn, strength, yearUpTo } from '../../../src/lib/people/year'
import { Selection } from '../../../src/lib/lists/selection.svelte'
import { moveIn } from './home'

describe('a selection', () => {
  const order = [11, 12, 13, 14, 15]
  let selection: Selection
  const chosen = () => order.filter((id) => selection.has(id))
  beforeEach(() => (selection = new Selection()))

  test('reaches from where it began, forth and back, beside what was chosen before', () => {
    selection.toggle(15)
    selection.begin(12, true)
    selection.reach(order, 14)
    expect(chosen()).toEqual([12, 13, 14, 15])
    selection.reach(order, 13)
    expect(chosen()).toEqual([12, 13, 15])
    selection.reach(order, 11)
    expect(chosen()).toEqual([11, 12, 15])
    selection.begin(13, false)
    selection.reach(order, 13)
    expect(chosen()).toEqual([13])
  })

  test('a toggle begins a new reach, and a second one takes back', () => {
    selection.toggle(12)
    selection.toggle(14)
    selection.reach(order, 15)
    expect(chosen()).toEqual([12, 14, 15])
    selection.toggle(12)
    expect(chosen()).toEqual([14, 15])
  })

  test('whoever left is chosen no more, and all or nobody can be', () => {
    selection.all(order)
    selection.keep([12, 14, 99])
    expect(chosen()).toEqual([12, 14])
    expect(selection.size).toBe(2)
    selection.clear()
    expect(selection.size).toBe(0)
  })

  test('what begins nowhere begins where it ends', () => {
    selection.reach(order, 13)
    expect(chosen()).toEqual([13])
    selection.reach(order, 999)
    expect(chosen()).toEqual([13])
  })
})

describe('a long list', () => {
  test.each([
    [10_000, 0, { from: 0, to: 9 }],
    [10_000, 5_000, { from: 46, to: 59 }],
    [10_000, 1e9, { from: 10_000, to: 10_000 }],
    [3, 0, { from: 0, to: 3 }],
    [0, 0, { from: 0, to: 0 }],
    [10, -50, { from: 0, to: 9 }],
  ])('of %i rows scrolled by %i draws only what is in sight', (count, scrolled, expected) => {
    expect(inSight(count, 100, scrolled, 500)).toEqual(expected)
  })

  test.each([
    ['above', 100, 400, 100],
    ['in sight', 450, 400, 400],
    ['below', 900, 400, 500],
  ])('is scrolled as little as needed: %s', (_, top, scrolled, expected) => {
    expect(revealed(top, 100, scrolled, 500)).toBe(expected)
  })

  test('leaves room for what covers its upper edge', () => {
    expect(revealed(400, 100, 400, 500, 40)).toBe(360)
  })
})

describe('a year', () => {
  test('begins on a Monday, ends today and has every day once', () => {
    for (const now of ['2026-03-01T09:00:00', '2026-03-02T00:00:01', '2024-02-29T23:59:59', '2026-10-25T12:00:00']) {
      const at = new Date(now).getTime()
      const { days, moments } = yearUpTo(at)
      expect(new Date(`${days[0]}T12:00:00`).getDay(), now).toBe(1)
      expect(days.at(-1)).toBe(now.slice(0, 10))
      expect(new Set(days).size).toBe(days.length)
      expect(days.length).toBeGreaterThan(364)
      expect(days.length).toBeLessThanOrEqual(371)
      expect(moments).toHaveLength(days.length + 1)
      expect(moments.every((moment, i) => i === 0 || moment > (moments[i - 1] ?? 0))).toBe(true)
      expect(moments.at(-1)).toBeGreaterThan(at)
    }
  })

  test.each([
    [0, 10, 0],
    [1, 10, 1],
    [3, 10, 2],
    [10, 10, 4],
    [1, 1, 1],
    [4, 4, 4],
    [500, 500, 4],
  ])('%i times on a day, %i on the busiest, is a strength of %i', (times, most, expected) => {
    expect(strength(times, most)).toBe(expected)
  })

  test('names each month where it begins', () => {
    const { days } = yearUpTo(new Date('2026-03-15T12:00:00').getTime())
    const months = monthsIn(days)
    expect(months.map(({ day }) => day)).toContain('2026-01-01')
    expect(months.length).toBeGreaterThanOrEqual(12)
  })
})

describe('people', () => {
  const person = (name: string, more: Partial<PersonView> = {}): PersonView => ({
    id: name.length,
    name,
    kind: 'known',
    is_demo: false,
    faces: [],
    sightings: 0,
    last_seen: null,
    last_camera: null,
    own_threshold: null,
    threshold: 0.4,
    note: '',
    look_alikes: [],
    ...more,
  })
  const face = { id: 1, is_enrolled: true, at: 0, trust: 1, is_compared: true, is_grey: false, contradicts: false }
  const all = [
    person('Émile', { sightings: 3, last_seen: 20, faces: [face] }),
    person('anna', { sightings: 9, last_seen: 10, note: 'Has a KEY', faces: [face, face] }),
    person('Bo', { kind: 'ignored', faces: [{ ...face, is_compared: false }] }),
  ]
  const names = (...how: Parameters<typeof listed> extends [unknown, ...infer Rest] ? Rest : never) =>
    listed(all, ...how).map((one) => one.name)

  test('are ordered and searched', () => {
    expect(names('', 'all', 'name')).toEqual(['anna', 'Bo', 'Émile'])
    expect(names('', 'all', 'last_seen')).toEqual(['Émile', 'anna', 'Bo'])
    expect(names('', 'all', 'most_seen')).toEqual(['anna', 'Émile', 'Bo'])
    expect(names('', 'all', 'fewest_faces')).toEqual(['Bo', 'Émile', 'anna'])
    expect(names(' key ', 'all', 'name')).toEqual(['anna'])
    expect(names('', 'ignored', 'name')).toEqual(['Bo'])
    expect(names('nobody', 'all', 'name')).toEqual([])
  })
})

describe('what is dropped', () => {
  const file = (name: string, type = '') => new File(['x'], name, { type })

  test('is told apart by its kind', () => {
    const { pictures, archives } = sorted([file('a.jpg', 'image/jpeg'), file('B.ZIP'), file('c.png', 'image/png')])
    expect(pictures.map((one) => one.file.name)).toEqual(['a.jpg', 'c.png'])
    expect(archives.map((one) => one.name)).toEqual(['B.ZIP'])
  })

  const leaf = (name: string, type = 'image/jpeg') => ({
    name,
    isFile: true,
    isDirectory: false,
    file: (done: (file: File) => void) => done(file(name, type)),
  })
  const folder = (name: string, ...within: unknown[]) => ({
    name,
    isFile: false,
    isDirectory: true,
    createReader: () => {
      const pages = [within, []]
      return { readEntries: (done: (entries: unknown[]) => void) => done(pages.shift() ?? []) }
    },
  })
  const transfer = (...entries: unknown[]) =>
    ({ files: [], items: entries.map((entry) => ({ webkitGetAsEntry: () => entry })) }) as unknown as DataTransfer

  test('gives each folder’s pictures to whom it is named after', async () => {
    const family = folder(
      'family',
      folder('Anna', leaf('1.jpg'), leaf('.hidden.jpg')),
      folder('Bo', leaf('2.jpg')),
      leaf('notes.txt', 'text/plain'),
    )
    const { pictures } = await droppedIn(transfer(family))
    expect(pictures.map((one) => [one.person, one.file.name])).toEqual([
      ['Anna', '1.jpg'],
      ['Bo', '2.jpg'],
    ])
    const alone = await droppedIn(transfer(folder('Anna', leaf('1.jpg')), leaf('loose.jpg')))
    expect(alone.pictures.map((one) => one.person)).toEqual(['Anna', undefined])
  })
})

describe('acts on many', () => {
  const party = { name: 'Anna', visitor_number: null }
  test.each([
    ['name_visitor', 'naming 3 visitors Anna', '3 visitors were named Anna'],
    ['ignore_visitor', 'ignoring 3 visitors', '3 visitors were ignored'],
    ['blacklist_visitor', 'blacklisting 3 visitors', '3 visitors were blacklisted'],
    ['merge_visitors', 'joining 3 visitors', '3 visitors were joined with Anna'],
    ['split_visitor', 'parting 3 visitors', '3 visitors were parted'],
    ['something_new', 'the last change', 'A change about Anna'],
  ])('%s is told in numbers', (kind, words, sentence) => {
    expect(actWords(kind, 'Anna', 3)).toBe(words)
    expect(actSentence({ kind, from: party, to: party, together: 3 })).toBe(sentence)
  })
  test('say how many wherever undo and redo are offered, and nothing where there is nothing', () => {
    const next = {
      undo: 'ignore_visitor',
      undo_about: null,
      undo_together: 4,
      redo: 'name_visitor',
      redo_about: 'Anna',
      redo_together: 3,
    }
    expect([undoWords(next), redoWords(next)]).toEqual(['Undo: ignoring 4 visitors', 'Redo: naming 3 visitors Anna'])
    const nothing = { ...next, undo: null, redo: null }
    expect([undoWords(nothing), redoWords(nothing)]).toEqual(['Undo', 'Redo'])
  })
})

describe('the controllers', () => {
  let backend: FakeBackend
  let house: House
  let end: () => void
  beforeEach(async () => {
    ;({ backend, house, end } = await moveIn('crowd'))
  })
  afterEach(() => end())

  test('what is shown of somebody is asked for when they come in sight, and once', async () => {
    for (let i = 0; i < 200; i++) backend.house.newVisitor(1_000 + i, 1, 50 + i)
    await house.visitors.load()
    expect(house.visitors.rows).toHaveLength(260)
    expect(house.visitors.list.length).toBeLessThan(100)
    const calls = vi.spyOn(backend, 'call')
    const ids = house.visitors.rows.slice(200, 210).map((row) => row.id)
    house.visitors.want(ids)
    await vi.waitFor(() => expect(ids.every((id) => house.visitors.find(id))).toBe(true))
    house.visitors.want(ids)
    await house.visitors.details(ids)
    expect(calls.mock.calls.filter(([name]) => name === 'visitors_by_id')).toHaveLength(1)
  })

  test('whoever is brought back stands where they were while the owner is among them', async () => {
    house.visitors.hold(true)
    const order = house.visitors.rows.map((row) => row.id)
    const three = house.visitors.list.slice(4, 7)
    expect(await house.visitors.ignoreAll(three)).toBe(true)
    expect(house.visitors.rows).toHaveLength(57)
    house.toasts.list.at(-1)?.undo?.()
    await vi.waitFor(() => expect(house.visitors.rows.map((row) => row.id)).toEqual(order))
  })

  test('a stopped import goes on where it was, and trouble of the program keeps the rest', async () => {
    await house.imports.takeDropped({
      archives: [],
      pictures: Array.from({ length: 4 }, (_, i) => ({ person: 'Zoe', file: new File(['x'], `${i}.png`) })),
    })
    expect(house.imports.folders).toEqual(['Zoe'])
    backend.refusals.set('learn_picture', { code: 'models_missing', message: '', trouble: null })
    await house.imports.run()
    expect([house.imports.status, house.imports.left]).toEqual(['ready', 4])
    expect(house.imports.error).toBeTruthy()
    await house.imports.run()
    expect([house.imports.status, house.imports.counts.added]).toEqual(['done', 4])
    await vi.waitFor(() => expect(house.people.names).toContain('Zoe'))
  })

  test('what was learnt of somebody from an album is taken back as a whole, and learnt again', async () => {
    const album = await backend.call('open_album', { path: '/home/you/family.zip' })
    const learn = async (name: string): Promise<string[]> => {
      const indices = album.pictures.flatMap(({ person }, index) => (person === name ? [index] : []))
      const verdicts: string[] = []
      for (const index of indices) {
        const picture = { from: 'album' as const, album: album.id, index }
        const learnt = await backend.call('learn_picture', { picture, name, kind: 'known', face: null })
        verdicts.push(learnt.verdict.verdict)
      }
      return verdicts
    }
    const faces = (name: string) => backend.house.people.find((one) => one.name === name)?.faces.length
    expect(await learn('Cleo')).toEqual(['added', 'added', 'unreadable'])
    expect(await learn('Bo')).toContain('added')
    const acts = await backend.call('journal', { limit: 5, before: null })
    expect(acts.map(({ kind, to, together }) => [kind, to.name, together])).toEqual([
      ['add_person', 'Bo', 2],
      ['add_person', 'Cleo', 2],
    ])
    await house.journal.undo()
    await house.journal.undo()
    expect([faces('Bo'), faces('Cleo')]).toEqual([undefined, undefined])
    await house.journal.redo()
    expect(faces('Cleo')).toBe(2)
    expect(await learn('Bo'), 'no picture of somebody who is gone is one too many').toContain('added')
  })

  test('a person is not listed more often than asked while many pictures are learnt', async () => {
    const calls = vi.spyOn(backend, 'call')
    await Promise.all(Array.from({ length: 20 }, () => house.people.load()))
    expect(calls.mock.calls.filter(([name]) => name === 'people').length).toBeLessThanOrEqual(2)
  })
})
