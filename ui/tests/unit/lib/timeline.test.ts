// The timeline's logic on the fake backend: filters in the address, where rows lie, pages, what is told meanwhile, and
// looking for a face.
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import type { FakeBackend } from '../../../src/lib/backend/fake/index'
import type { ApiError, SightingView } from '../../../src/lib/contract'
import type { House } from '../../../src/lib/house.svelte'
import { hashOf, placeOf } from '../../../src/lib/route/route.svelte'
import {
  askedFor,
  dayOf,
  daysBack,
  filterOf,
  isNarrow,
  isWithin,
  lets,
  queryOf,
  startOf,
} from '../../../src/lib/timeline/filter'
import { daysOf, headingHeight, heightOf, inSight, rowAt, rowHeight, topOf } from '../../../src/lib/timeline/rows'
import { hoursNamed, hoursOf, period, periodNamed } from '../../../src/lib/timeline/when'
import { dayWords, stay } from '../../../src/lib/timeline/words'
import { moveIn } from './home'

const refused: ApiError = { code: 'internal', message: '', trouble: null }
const noFilter = filterOf(undefined)
const noonOf = (day: string): number => startOf(day) + 12 * 3_600_000

describe('a filter', () => {
  const all = {
    ...noFilter,
    personId: 3,
    cameraId: 2,
    verdict: 'known',
    day: '2026-03-14',
    hours: { from_minute: 22 * 60 + 15, until_minute: 6 * 60 },
    likeness: 'from-60',
    until: '2026-03-14T14:30',
  } as const
  const someDays = { ...all, day: undefined, from: '2026-03-08', to: '2026-03-14' } as const

  test.each([all, someDays, { ...someDays, to: undefined }, { ...someDays, from: undefined }])(
    'comes back from its address as it was: %o',
    (filter) => {
      expect(filterOf(queryOf(filter))).toEqual(filter)
      const place = placeOf(hashOf('timeline', undefined, queryOf(filter)))
      expect(place.view).toBe('timeline')
      expect(filterOf(place.query)).toEqual(filter)
    },
  )

  test('of days the wrong way round is of the same days', () => {
    expect(filterOf('from=2026-03-14&to=2026-03-08')).toEqual(filterOf('from=2026-03-08&to=2026-03-14'))
  })

  test('of days asks from the beginning of the first to the end of the last', () => {
    const { since, before } = askedFor({ ...noFilter, from: '2026-03-08', to: '2026-03-14' })
    expect(since).toBe(startOf('2026-03-08'))
    expect(before).toBe(startOf('2026-03-15'))
    expect(askedFor({ ...noFilter, from: '2026-03-08' }).before, 'until now').toBeNull()
  })

  test('of a night has its morning, and not the one before', () => {
    const night = { from_minute: 22 * 60, until_minute: 6 * 60 }
    const filter = { ...noFilter, day: '2026-03-14', hours: night }
    const at = (day: string, hour: number): number => startOf(day) + hour * 3_600_000
    expect(askedFor(filter)).toMatchObject({ since: at('2026-03-14', 22), before: at('2026-03-15', 6), hours: night })
    const isLet = (moment: number): boolean => lets(filter, { started_at: moment } as SightingView)
    expect(isLet(at('2026-03-14', 3))).toBe(false)
    expect(isLet(at('2026-03-14', 23))).toBe(true)
    expect(isLet(at('2026-03-15', 3))).toBe(true)
    expect(isLet(at('2026-03-15', 6))).toBe(false)
  })

  test.each([
    ['evening', [18, 22], [17, 23]],
    ['night', [23, 0, 5], [22, 6, 12]],
    ['own', [8, 16], [7, 17]],
  ])('of hours is for %s', (named, inside, outside) => {
    const hours = hoursOf(named)
    if (!hours) throw new Error('these are hours')
    expect(hoursNamed(hours)).toBe(named)
    const at = (hour: number): number => startOf('2026-03-14') + hour * 3_600_000
    for (const hour of inside) expect(isWithin(hours, at(hour)), `${hour}:00`).toBe(true)
    for (const hour of outside) expect(isWithin(hours, at(hour)), `${hour}:00`).toBe(false)
  })

  test('of the last week is told from other days, and begins six days ago', () => {
    const now = noonOf('2026-03-14')
    const week = period('week', now)
    expect(week).toEqual({ day: undefined, from: '2026-03-08', to: undefined })
    expect(periodNamed(week, now)).toBe('week')
    expect(periodNamed(period('days', now), now)).toBe('days')
    expect(periodNamed(period('2026-03-10', now), now)).toBe('2026-03-10')
    expect(periodNamed(period('', now), now)).toBe('')
    expect(periodNamed(week, noonOf('2026-03-15')), 'tomorrow it is a day longer').toBe('days')
  })

  test.each([
    '',
    'person=anna',
    'verdict=guilty',
    'day=2026-02-30',
    'day=today',
    'camera=-1',
    'face=7',
    'from=yesterday',
    'hours=18',
    'hours=24:00-06:00',
    'hours=18:60-23:00',
  ])('of %s narrows nothing', (query) => {
    expect(filterOf(query)).toEqual(noFilter)
    expect(isNarrow(filterOf(query))).toBe(false)
  })

  test('of a day asks from its beginning to the beginning of the next', () => {
    const { since, before } = askedFor({ ...noFilter, day: '2026-03-14' })
    expect(dayOf(since ?? 0)).toBe('2026-03-14')
    expect(dayOf((since ?? 0) - 1)).toBe('2026-03-13')
    expect(dayOf(before ?? 0)).toBe('2026-03-15')
    expect(dayOf((before ?? 0) - 1)).toBe('2026-03-14')
  })

  test.each([
    [{ personId: 3 }, true],
    [{ personId: 4 }, false],
    [{ cameraId: 2 }, true],
    [{ cameraId: 1 }, false],
    [{ verdict: 'known' }, true],
    [{ verdict: 'visitor' }, false],
    [{ day: '2026-03-14' }, true],
    [{ day: '2026-03-15' }, false],
  ] as const)('%o lets what was told of through: %s', (part, isLet) => {
    const told = { person_id: 3, camera_id: 2, verdict: 'known', started_at: noonOf('2026-03-14') } as SightingView
    expect(lets({ ...noFilter, ...part }, told)).toBe(isLet)
  })

  test('offers each day once, over changes of the clock and ends of years', () => {
    const days = daysBack(noonOf('2027-01-02'), 400)
    expect(new Set(days).size).toBe(400)
    expect(days.slice(0, 3)).toEqual(['2027-01-02', '2027-01-01', '2026-12-31'])
  })
})

describe('where rows lie', () => {
  const [first, second] = [noonOf('2026-03-14'), noonOf('2026-03-13')]
  const days = daysOf([first, first - 1, second, second - 1, second - 2].map((started_at) => ({ started_at })))

  test('each day has its heading and as many rows as sightings', () => {
    expect(days.map(({ day, from, to }) => [day, from, to])).toEqual([
      ['2026-03-14', 0, 2],
      ['2026-03-13', 2, 5],
    ])
    expect(heightOf(days)).toBe(2 * headingHeight + 5 * rowHeight)
    expect(topOf(days, 2)).toBe(2 * headingHeight + 2 * rowHeight)
  })

  test('a row is found where it lies', () => {
    for (let row = 0; row < 5; row++) {
      expect(rowAt(days, topOf(days, row)), `upper edge of ${row}`).toBe(row)
      expect(rowAt(days, topOf(days, row) + rowHeight - 1), `lower edge of ${row}`).toBe(row)
    }
    expect(rowAt(days, heightOf(days)), 'below everything').toBe(5)
  })

  test('of ten thousand rows only those in sight are drawn', () => {
    const many = daysOf(Array.from({ length: 10_000 }, (_, i) => ({ started_at: first - i * 240_000 })))
    const sight = inSight(many, heightOf(many) / 2, 700)
    expect(sight.to - sight.from).toBeLessThan(40)
    expect(topOf(many, sight.from)).toBeLessThan(heightOf(many) / 2)
    expect(topOf(many, sight.to)).toBeGreaterThan(heightOf(many) / 2 + 700)
    expect(inSight(many, heightOf(many), 700).to).toBe(10_000)
    expect(inSight([], 0, 700)).toEqual({ from: 0, to: 0 })
  })
})

describe('words', () => {
  test('today and yesterday are called so, other days by their name', () => {
    const now = noonOf('2026-03-14')
    expect(dayWords('2026-03-14', now)).toBe('Today')
    expect(dayWords('2026-03-13', now)).toBe('Yesterday')
    expect(dayWords('2026-03-10', now)).toMatch(/Tuesday.*10 March$/)
    expect(dayWords('2025-03-10', now)).toMatch(/2025$/)
  })

  test.each([
    [null, 'here now'],
    [200, 'for 1 s'],
    [25_000, 'for 25 s'],
    [180_000, 'to 12:03'],
  ])('somebody who stayed %s ms', (lasted, words) => {
    const started_at = noonOf('2026-03-14')
    expect(stay({ started_at, ended_at: lasted === null ? null : started_at + lasted })).toBe(words)
  })
})

describe('on the fake household', () => {
  let backend: FakeBackend
  let house: House
  let end: () => void

  beforeEach(async () => {
    ;({ backend, house, end } = await moveIn())
  })
  afterEach(() => end())

  const person = (name: string) => {
    const found = backend.house.people.find((one) => one.name === name)
    if (!found) throw new Error(`the fake has no ${name}`)
    return found
  }
  function see(seed: number, age: number): SightingView {
    const sighting = backend.house.openSighting(seed, 1, age)
    backend.house.decide(sighting)
    return sighting
  }
  const ids = (): number[] => house.timeline.list.map((sighting) => sighting.id)
  async function open(query = ''): Promise<void> {
    house.timeline.open(filterOf(query))
    await vi.waitFor(() => expect(house.timeline.status).toBe('ready'))
  }

  describe('the timeline', () => {
    test('is read page by page, and those of one moment are neither lost nor doubled', async () => {
      for (let i = 0; i < 260; i++) see(3, 3_600_000)
      const moment = Date.now() - 3_600_000
      for (const sighting of backend.house.sightings.slice(0, 260)) sighting.started_at = moment
      await open()
      expect(house.timeline.list).toHaveLength(100)
      while (house.timeline.hasMore) await house.timeline.older()
      expect(new Set(ids()).size).toBe(ids().length)
      expect(ids().length).toBe(backend.house.sightings.length)
      const times = house.timeline.list.map((sighting) => sighting.started_at)
      expect(times).toEqual([...times].sort((a, b) => b - a))
    })

    test('lists whoever comes, if the filter lets them through', async () => {
      await open(`person=${person('Anna').id}`)
      const before = ids()
      const anna = see(person('Anna').seed, 0)
      backend.house.announceSighting(anna)
      backend.house.announceSighting(see(person('Jonas').seed, 0))
      expect(ids()).toEqual([anna.id, ...before])
    })

    test('drops whoever turns out to be somebody else, and takes them back in', async () => {
      const anna = see(person('Anna').seed, 0)
      await open(`person=${person('Anna').id}`)
      await backend.call('move_sighting', { id: anna.id, target: { to: 'person', id: person('Jonas').id } })
      await vi.waitFor(() => expect(ids()).not.toContain(anna.id))
      await backend.call('undo', {})
      await vi.waitFor(() => expect(ids()).toContain(anna.id))
    })

    test('what is told during a question is newer than its answer', async () => {
      const asked = vi.spyOn(backend, 'call').mockImplementationOnce(async () => {
        backend.house.announceSighting(came)
        return { sightings: [] } as never
      })
      const came = see(person('Anna').seed, 0)
      await open('verdict=known')
      asked.mockRestore()
      expect(ids()).toEqual([came.id])
    })

    test('says that it could not be read, and reads when asked again', async () => {
      backend.refusals.set('sightings', refused)
      house.timeline.open(noFilter)
      await vi.waitFor(() => expect(house.timeline.status).toBe('failed'))
      await house.timeline.load()
      expect(house.timeline.status).toBe('ready')
      expect(ids().length).toBeGreaterThan(10)
    })

    test('older ones that could not be read leave the newer ones', async () => {
      for (let i = 1; i <= 120; i++) see(3, i * 3_600_000)
      await open()
      backend.refusals.set('sightings', refused)
      await house.timeline.older()
      expect([house.timeline.more, house.timeline.list.length]).toEqual(['failed', 100])
      await house.timeline.older()
      expect([house.timeline.more, house.timeline.list.length > 100]).toEqual(['ready', true])
    })

    test('an answer to an older filter never shows', async () => {
      house.timeline.open(noFilter)
      await open('verdict=blacklisted')
      expect(house.timeline.list.every((sighting) => sighting.verdict === 'blacklisted')).toBe(true)
      expect(house.timeline.list.length).toBeGreaterThan(0)
    })

    test('goes on where it was left, with what happened meanwhile', async () => {
      const close = house.timeline.open(noFilter)
      await vi.waitFor(() => expect(house.timeline.status).toBe('ready'))
      const before = ids()
      close()
      const came = see(3, 0)
      backend.house.announceSighting(came)
      expect(ids()).toEqual(before)
      house.timeline.open(noFilter)
      expect(ids()).toEqual(before)
      await vi.waitFor(() => expect(ids()).toEqual([came.id, ...before]))
    })
  })

  describe('looking for a face', () => {
    const picture = (file_name: string) => ({ file_name, base64: 'ZHJhd24=' })

    test('ranks whoever looks like it, the sighting of that face first', async () => {
      const anna = see(person('Anna').seed, 0)
      see(person('Anna').seed, 3_600_000)
      house.finding.openFace(anna.face_id ?? 0)
      await vi.waitFor(() => expect(house.finding.status).toBe('ready'))
      const [first, second] = house.finding.matches
      expect([first?.sighting.id, first?.similarity]).toEqual([anna.id, 1])
      expect(second?.sighting.name).toBe('Anna')
      const alike = house.finding.matches.map((match) => match.similarity)
      expect(alike).toEqual([...alike].sort((a, b) => b - a))
    })

    test('follows a correction of what was found', async () => {
      const anna = see(person('Anna').seed, 0)
      house.finding.openFace(anna.face_id ?? 0)
      await vi.waitFor(() => expect(house.finding.status).toBe('ready'))
      await backend.call('move_sighting', { id: anna.id, target: { to: 'person', id: person('Mei').id } })
      await vi.waitFor(() => expect(house.finding.matches[0]?.sighting.name).toBe('Mei'))
    })

    test('a refused picture leaves what was shown', async () => {
      await house.finding.openPicture(picture('anna.jpg'))
      const shown = house.finding.matches
      expect(shown[0]?.sighting.name).toBe('Anna')
      await expect(house.finding.openPicture(picture('group.jpg'))).rejects.toMatchObject({ code: 'no_face' })
      expect(house.finding.matches).toBe(shown)
    })

    test('goes back to the last picture, and to none where there was none', async () => {
      expect(house.finding.reopenPicture()).toBe(false)
      await house.finding.openPicture(picture('anna.jpg'))
      const count = house.finding.matches.length
      house.finding.close()
      expect(house.finding.matches).toEqual([])
      expect(house.finding.reopenPicture()).toBe(true)
      await vi.waitFor(() => expect(house.finding.matches).toHaveLength(count))
    })
  })
})
