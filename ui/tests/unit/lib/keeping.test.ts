// All that is kept, as a whole, on the fake backend: one thing at a time, stopped at will, refused in words; the strip above the
// timeline, and rules that are taken back.
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import type { FakeBackend } from '../../../src/lib/backend/fake/index'
import type { House } from '../../../src/lib/house.svelte'
import { actSentence } from '../../../src/lib/journal/words'
import { datedName, sizeWords } from '../../../src/lib/keeping/words'
import { everything } from '../../../src/lib/sightings/query'
import { filterOf, lets, momentAt, momentWord, startOf } from '../../../src/lib/timeline/filter'
import { momentsOf, spanAt, spanOf, trimmed, untilOf } from '../../../src/lib/timeline/scrub'
import { moveIn } from './home'

let backend: FakeBackend
let house: House
let end: () => void

beforeEach(async () => {
  vi.useFakeTimers({ now: new Date(2026, 2, 14, 12) })
  ;({ backend, house, end } = await moveIn())
})
afterEach(() => {
  end()
  vi.useRealTimers()
})

describe('a backup', () => {
  test('is made where the owner says, and says what is in it', async () => {
    const made = house.keeping.backUp(false)
    await vi.advanceTimersByTimeAsync(600)
    expect(house.keeping.work).toBe('backup')
    expect(house.keeping.progress?.done).toBeGreaterThan(0)
    await vi.advanceTimersByTimeAsync(2_000)
    await made
    expect(house.keeping.made?.file_name).toBe('Porchlight backup 2026-03-14.zip')
    expect(house.keeping.made?.has_passwords).toBe(false)
    expect(house.keeping.work).toBeUndefined()
  })

  test('that is stopped says nothing of trouble, and nothing was made', async () => {
    const made = house.keeping.backUp(true)
    await vi.advanceTimersByTimeAsync(300)
    await house.keeping.stop()
    await vi.advanceTimersByTimeAsync(300)
    await made
    expect(house.keeping.made).toBeUndefined()
    expect(house.keeping.trouble).toBeUndefined()
    expect(house.keeping.work).toBeUndefined()
  })

  test('nobody chose a place for is none', async () => {
    backend.chosenFolder = undefined
    await house.keeping.backUp(true)
    expect(house.keeping.made).toBeUndefined()
  })

  test.each([
    ['letter.zip', /no backup of Porchlight/],
    ['damaged.zip', /damaged/],
    ['newer.zip', /newer Porchlight/],
  ])('%s is refused in words of its own', async (file, words) => {
    backend.chosen.file = `/home/you/${file}`
    const looked = house.keeping.lookAtBackup()
    await vi.advanceTimersByTimeAsync(2_000)
    await looked
    expect(house.keeping.found).toBeUndefined()
    expect(house.keeping.trouble).toMatch(words)
  })

  test('is restored once it was looked at, and that can be taken back', async () => {
    backend.chosen.file = '/home/you/home.zip'
    const looked = house.keeping.lookAtBackup()
    await vi.advanceTimersByTimeAsync(2_000)
    await looked
    expect(house.keeping.found?.backup.file_name).toBe('home.zip')
    const restored = house.keeping.restore()
    await vi.advanceTimersByTimeAsync(2_000)
    expect(await restored).toBe(true)
    expect(house.keeping.found).toBeUndefined()
    expect(house.keeping.storage?.replaced_at).not.toBeNull()
    await house.keeping.goBack()
    await house.keeping.dropReplaced()
    expect(house.keeping.storage?.replaced_at).toBeNull()
  })
})

test('only one thing is at work at a time', async () => {
  const call = vi.spyOn(backend, 'call')
  void house.keeping.backUp(true)
  await vi.advanceTimersByTimeAsync(100)
  await house.keeping.exportPerson(1, 'Anna')
  expect(call.mock.calls.filter(([name]) => name === 'export_person')).toEqual([])
})

describe('a file for the owner', () => {
  test('has the rows that were chosen, or all that the filters let through', async () => {
    const call = vi.spyOn(backend, 'call')
    const query = { ...everything, limit: 1 }
    for (const ids of [[3, 5], null]) {
      const written = house.keeping.exportSightings(query, ids, 'csv')
      await vi.advanceTimersByTimeAsync(3_000)
      await written
      expect(call.mock.lastCall?.[1]).toMatchObject({ query, ids })
    }
  })

  test('about everybody goes where the owner says, and is stopped at will', async () => {
    const written = house.keeping.exportEverybody()
    await vi.advanceTimersByTimeAsync(3_000)
    await written
    expect(backend.house.writtenFiles).toEqual([expect.stringMatching(/Porchlight export .*\.zip$/)])
    const stopped = house.keeping.exportEverybody()
    await vi.advanceTimersByTimeAsync(300)
    expect(house.keeping.work).toBe('export')
    await house.keeping.stop()
    await vi.advanceTimersByTimeAsync(300)
    await stopped
    expect(backend.house.writtenFiles).toHaveLength(1)
    expect([house.keeping.work, house.keeping.trouble]).toEqual([undefined, undefined])
  })
})

test('everybody is erased with the proof of it, and nothing says that a file is written', async () => {
  const erased = house.keeping.erase('everybody')
  expect(house.keeping.work).toBe('erase')
  expect(await erased).toBe(true)
  expect(house.people.proof?.erased.traces_found).toBe(0)
  expect(backend.house.people).toEqual([])
})

test('a rule is taken back and said in a sentence', async () => {
  const before = house.rules.view?.rules.length ?? 0
  await house.rules.add()
  const [act] = await backend.call('journal', { limit: 1, before: null })
  expect(act && actSentence(act)).toBe('A rule about strangers was added')
  await house.journal.undo()
  await vi.advanceTimersByTimeAsync(0)
  expect(house.rules.view?.rules).toHaveLength(before)
})

test('sizes are read by people, and a file says when it was made and of nobody', () => {
  expect([sizeWords(0), sizeWords(412_345), sizeWords(3_149_000), sizeWords(1_240_000_000)]).toEqual([
    '0 kB',
    '412 kB',
    '3.1 MB',
    '1.2 GB',
  ])
  expect(datedName('Porchlight export', new Date(2026, 0, 5).getTime(), 'csv')).toBe('Porchlight export 2026-01-05.csv')
})

describe('the strip', () => {
  const now = new Date(2026, 2, 14, 12).getTime()

  test('has a span a day, up to tomorrow, and no more than a finger hits', () => {
    const moments = momentsOf({ day: undefined }, now, 30)
    expect(moments).toHaveLength(31)
    expect(moments.at(-1)).toBe(startOf('2026-03-15'))
    expect(moments[0]).toBe(startOf('2026-02-13'))
    expect(momentsOf({ day: undefined }, now, 3650)).toHaveLength(91)
  })

  test('has a span for each half hour of a day', () => {
    const moments = momentsOf({ day: '2026-03-14' }, now, 30)
    expect(moments).toHaveLength(49)
    expect([moments[0], moments.at(-1)]).toEqual([startOf('2026-03-14'), startOf('2026-03-15')])
  })

  test('has a span for each half hour of a night, and for each day of some days', () => {
    const hours = { from_minute: 22 * 60 + 15, until_minute: 6 * 60 }
    const night = momentsOf({ day: '2026-03-14', hours }, now, 30)
    expect(night.map((moment) => momentWord(moment)).slice(0, 2)).toEqual(['2026-03-14T22:15', '2026-03-14T22:45'])
    expect(momentWord(night.at(-1) ?? 0)).toBe('2026-03-15T06:00')
    const week = momentsOf({ from: '2026-03-02', to: '2026-03-08', hours }, now, 30)
    expect(week).toHaveLength(8)
    expect([week[0], momentWord(week.at(-1) ?? 0)]).toEqual([startOf('2026-03-02'), '2026-03-09T06:00'])
    expect(momentsOf({ from: '2026-03-14' }, now, 30)).toEqual([startOf('2026-03-14'), startOf('2026-03-15')])
    expect(momentsOf({ from: '2020-01-01' }, now, 30)).toHaveLength(91)
    expect(momentsOf({ to: '2026-03-08' }, now, 30).at(-1)).toBe(startOf('2026-03-09'))
  })

  test('counts what the list shows, of some hours of some days too', async () => {
    for (let hour = 1; hour < 72; hour++) backend.house.openSighting(1, 1, hour * 3_600_000)
    const filter = filterOf('from=2026-03-01&hours=18:00-23:00')
    await house.density.load(filter, 30, now)
    const listed = backend.house.sightings.filter((sighting) => lets(filter, sighting))
    expect(listed.length).toBeGreaterThan(0)
    expect(listed.length).toBeLessThan(backend.house.sightings.length)
    expect(house.density.counts.reduce((all, count) => all + count, 0)).toBe(listed.length)
    expect(house.density.moments[0], 'every day that was chosen').toBe(startOf('2026-03-01'))
  })

  test('leads to the end of a span, and the last span to the newest', () => {
    const moments = momentsOf({ day: undefined }, now, 30)
    for (let span = 0; span < 30; span++) {
      const until = untilOf(moments, span)
      expect(spanOf(moments, { until }), `span ${span}`).toBe(span)
      expect(filterOf(`until=${until ?? ''}`).until).toBe(until)
    }
    expect(untilOf(moments, 29)).toBeUndefined()
    expect(spanAt(moments, -1)).toBe(0)
    expect(spanAt(moments, 0.5)).toBe(15)
    expect(spanAt(moments, 1)).toBe(29)
  })

  test('a moment in an address is to the minute, or none', () => {
    const at = new Date(2026, 2, 14, 14, 30).getTime()
    expect(momentAt(momentWord(at))).toBe(at)
    for (const word of ['', '2026-03-14', '2026-03-14T25:00', '2026-02-30T10:00', '2026-03-14T10:61'])
      expect(momentAt(word), word).toBeUndefined()
  })

  test('begins with the first day on which anybody was here, and with two weeks at least', () => {
    const moments = momentsOf({ day: undefined }, now, 30)
    const counts = (day: number): number[] => Array.from({ length: 30 }, (_, i) => (i === day ? 1 : 0))
    expect(trimmed(moments, counts(5)).counts).toHaveLength(25)
    expect(trimmed(moments, counts(5)).moments[0]).toBe(moments[5])
    expect(trimmed(moments, counts(29)).counts).toHaveLength(14)
    expect(trimmed(moments, counts(-1)).moments).toHaveLength(15)
  })

  test('counts who comes while it is looked at', async () => {
    await house.density.load(filterOf(undefined), 30, now)
    const sum = (): number => house.density.counts.reduce((all, count) => all + count, 0)
    const before = sum()
    const [sighting] = backend.house.sightings
    if (!sighting) throw new Error('somebody was seen')
    backend.tell({ type: 'sighting_started', sighting: { ...sighting, started_at: now } })
    expect(sum()).toBe(before + 1)
  })
})
