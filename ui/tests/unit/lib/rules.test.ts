// Rules and alerts as the page keeps them: changes one after the other, a trial that was overtaken, and the words.
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { isHeard } from '$lib/alerts/alerts.svelte'
import { everything, isLike } from '$lib/alerts/filter'
import {
  alertTitle,
  apartWords,
  minuteWords,
  partsOf,
  piecesOf,
  seenWords,
  thoughtFirst,
  toldBy,
  weekdayWords,
} from '$lib/alerts/words'
import { FakeBackend } from '$lib/backend/fake'
import type { AlertView, WhoView } from '$lib/contract'
import type { House } from '$lib/house.svelte'
import { usualHush } from '$lib/settings/usual'
import { moveIn } from './home'

let backend: FakeBackend
let house: House
let end: () => void

beforeEach(async () => {
  ;({ backend, house, end } = await moveIn())
})
afterEach(() => end())

const first = () => {
  const rule = house.rules.view?.rules[0]
  if (!rule) throw new Error('there is a rule')
  return rule
}
const stranger = () => backend.house.tellOf(backend.house.visitors[0]?.seed ?? 0, 1, 'strangers')

describe('rules', () => {
  test('a home begins with the blacklist, and a new rule is off until it is switched on', async () => {
    expect(house.rules.view?.rules.map((rule) => [rule.says.who.about, rule.is_on])).toEqual([['blacklist', true]])
    await house.rules.add()
    expect(house.rules.view?.rules[1]).toMatchObject({ says: { who: { about: 'strangers' } }, is_on: false })
  })

  test('changes that follow each other quickly are all kept', async () => {
    const slow = backend.call.bind(backend)
    let calls = 0
    vi.spyOn(backend, 'call').mockImplementation(async (name, request) => {
      // The first takes longest: unordered, it would overwrite those after it.
      await new Promise((done) => setTimeout(done, Math.max(0, 30 - 10 * calls++)))
      return await slow(name, request)
    })
    const hush = () => house.rules.view?.hush
    await Promise.all([
      house.rules.saveHush({ has_quiet_hours: true }),
      house.rules.saveHush({ is_family_silent: true }),
      house.rules.saveHush({ may_blacklist_break_through: false }),
    ])
    expect(backend.house.ruled.hush).toMatchObject({
      has_quiet_hours: true,
      is_family_silent: true,
      may_blacklist_break_through: false,
    })
    expect(hush()).toEqual(backend.house.ruled.hush)
  })

  test('a change that is refused is told, and what is so is shown again', async () => {
    backend.refusals.set('change_alert_rule', { code: 'not_found', message: '', trouble: null })
    expect(await house.rules.change(first(), { is_on: false })).toBe(false)
    await vi.waitFor(() => expect(first().is_on).toBe(true))
    expect(house.toasts.list.at(-1)?.tone).toBe('trouble')
  })

  test('what was tried is forgotten when the rule says something else', async () => {
    await house.rules.try(first())
    expect(house.rules.trials[1]?.status).toBe('ready')
    await house.rules.change(first(), { says: { apart_minutes: 60 } })
    expect(house.rules.trials[1]).toBeUndefined()
  })

  test('an answer about a rule that was changed meanwhile never shows', async () => {
    const trying = house.rules.try(first())
    await house.rules.change(first(), { says: { apart_minutes: 60 } })
    await trying
    expect(house.rules.trials[1]).toBeUndefined()
  })

  test('a rule that is removed comes back as it was', async () => {
    await house.rules.change(first(), { says: { apart_minutes: 30 } })
    await house.rules.remove(first())
    expect(house.rules.view?.rules).toEqual([])
    house.toasts.list.at(-1)?.undo?.()
    await vi.waitFor(() =>
      expect(house.rules.view?.rules[0]).toMatchObject({ says: { apart_minutes: 30 }, is_on: true }),
    )
  })
})

describe('an alert', () => {
  test('about a stranger rings once, and a name is put in place', async () => {
    const alert = stranger()
    const visitor = backend.house.visitors[0]
    expect(house.alerts.current?.now.verdict).toBe('visitor')
    await backend.call('name_visitor', { id: visitor?.id ?? 0, name: 'Grace', kind: 'known' })
    expect(house.alerts.queue.map((one) => [one.id, one.now.name])).toEqual([[alert.id, 'Grace']])
  })

  test('that turns out to be about somebody blacklisted rings again in its place', () => {
    const alert = stranger()
    const novak: WhoView = { verdict: 'blacklisted', person_id: 1, name: 'Mr Novak', visitor_number: null }
    backend.tell({ type: 'alert_raised', alert: { ...alert, then: novak, now: novak } })
    expect(house.alerts.queue.map((one) => [one.id, one.now.name])).toEqual([[alert.id, 'Mr Novak']])
  })

  test('is acknowledged by a snooze, which says until when', async () => {
    const alert = stranger()
    await house.alerts.snooze(alert.id, 'hour')
    expect(house.alerts.current).toBeUndefined()
    expect(house.alerts.asked.list.find((one) => one.id === alert.id)?.acknowledged_from).toBe('window')
    expect(house.toasts.list.at(-1)?.text).toMatch(/^Silent about strangers until /)
    await vi.waitFor(() => expect(house.rules.view?.snoozes.map((one) => one.what.of)).toEqual(['strangers']))
  })

  test('is found by whom it is about now, where, and whether it was seen', () => {
    const alert = stranger()
    expect(isLike(alert, everything)).toBe(true)
    expect(isLike(alert, { ...everything, verdict: 'visitor', cameraId: 1, state: 'open' })).toBe(true)
    expect(isLike(alert, { ...everything, verdict: 'known' })).toBe(false)
    expect(isLike(alert, { ...everything, cameraId: 2 })).toBe(false)
    expect(isLike(alert, { ...everything, state: 'seen' })).toBe(false)
  })
})

describe('words', () => {
  const who = (
    verdict: WhoView['verdict'],
    name: string | null = null,
    visitor_number: number | null = null,
  ): WhoView => ({
    verdict,
    person_id: name === null ? null : 1,
    name,
    visitor_number,
  })
  const alert = (then: WhoView, now: WhoView, rest: Partial<AlertView> = {}): AlertView => ({
    ...stranger(),
    then,
    now,
    ...rest,
  })

  test.each([
    [who('blacklisted', 'Mr Novak'), 'Blacklisted: Mr Novak'],
    [who('known', 'Anna'), 'Anna'],
    [who('visitor', null, 12), 'A stranger: Visitor 12'],
    [who('visitor'), 'A stranger'],
    [who('unclear'), 'Somebody not recognised yet'],
  ])('an alert about %o is headed %s', (now, words) => {
    expect(alertTitle(alert(now, now))).toBe(words)
  })

  test('an alert says what was thought first, where that was something else', () => {
    const anna = who('known', 'Anna')
    expect(thoughtFirst(alert(anna, anna))).toBeUndefined()
    expect(thoughtFirst(alert(who('visitor'), anna))).toBe('Taken for a stranger at first')
    expect(thoughtFirst(alert(who('unclear'), who('visitor', null, 3)))).toBe('Not recognised at first')
    expect(thoughtFirst(alert(who('blacklisted', 'Bo'), who('visitor', null, 3)))).toBe('Taken for Bo at first')
  })

  test('an alert names its rules once, and where it was seen', () => {
    const by = (about: 'strangers' | 'nobody_home', rule_id: number) => ({ about, rule_id })
    const told_by = [by('strangers', 2), by('strangers', 3), by('nobody_home', 4)]
    const now = who('visitor')
    expect(toldBy(alert(now, now, { told_by }))).toBe('Told by your rules about strangers and nobody known at home')
    expect(toldBy(alert(now, now, { told_by: [] }))).toBeUndefined()
    const seen = { acknowledged_at: 0, acknowledged_from: 'notification' as const }
    expect(seenWords(alert(now, now, seen), 120_000)).toBe('Acknowledged 2 min ago on a notification')
    expect(seenWords(alert(now, now), 0)).toBeUndefined()
  })

  test.each([
    [0, 'at every visit'],
    [5, 'at most every 5 min'],
    [60, 'at most every hour'],
    [120, 'at most every 2 hours'],
    [1440, 'at most once a day'],
  ])('%i minutes apart is %s', (minutes, words) => {
    expect(apartWords(minutes)).toBe(words)
  })

  test('a sentence falls into its words and places in their order', () => {
    expect(partsOf('At {where}, {when}')).toEqual([
      { text: 'At ', slot: undefined },
      { text: '', slot: 'where' },
      { text: ', ', slot: undefined },
      { text: '', slot: 'when' },
    ])
    expect(piecesOf('Tell me when {who} is at {where} {when}, {apart} at most.')).toEqual([
      { before: 'Tell me when', slot: 'who', after: '' },
      { before: 'is at', slot: 'where', after: '' },
      { before: '', slot: 'when', after: ',' },
      { before: '', slot: 'apart', after: '' },
      { before: 'at most.', slot: undefined, after: '' },
    ])
    expect([minuteWords(0), minuteWords(1425), weekdayWords(0), weekdayWords(6)]).toEqual([
      '00:00',
      '23:45',
      'Monday',
      'Sunday',
    ])
  })
})

test.each([
  [true, true, 'visitor', true],
  [true, false, 'visitor', false],
  [true, false, 'known', false],
  [true, false, 'blacklisted', true],
  [false, true, 'blacklisted', false],
] as const)(
  'with the sound %s, of every alert %s, a %s is heard: %s',
  (sound, is_every_alert_heard, verdict, heard) => {
    const now = { verdict } as WhoView
    expect(isHeard({ now }, { sound, is_every_alert_heard })).toBe(heard)
  },
)

test('silence goes back to what it is in a new home', async () => {
  await house.rules.saveHush({ is_family_silent: true, has_quiet_hours: true, quiet_hours: Array(7).fill(null) })
  await house.rules.saveHush(usualHush)
  expect(house.rules.view?.hush).toEqual(new FakeBackend('quiet').house.ruled.hush)
})
