// What narrows the timeline, and how it is written into the address so that Back works. Pure; days are those of the
// owner's clock.
import type { DayHoursView, Request, SightingView, VerdictView } from '$lib/contract'

export interface Filter {
  personId: number | undefined
  cameraId: number | undefined
  verdict: VerdictView | undefined
  /** `2026-03-14`. */
  day: string | undefined
  /** The first and the last of some days, where it is not one alone; without a last one, until now. */
  from: string | undefined
  to: string | undefined
  /** Hours of the day by the clock on the wall; a night goes on past midnight and belongs to the day it begins on. */
  hours: DayHoursView | undefined
  /** How alike, as one of `likenesses`. */
  likeness: Likeness | undefined
  /** Only who came before this moment, `2026-03-14T14:30`: where the strip led. */
  until: string | undefined
}

/** What of a filter says when. */
export type When = Partial<Pick<Filter, 'day' | 'from' | 'to' | 'hours'>>

/** Bounds of a likeness, by the word that stands for them in an address. */
export const likenesses = {
  'from-70': { from: 0.7 },
  'from-60': { from: 0.6 },
  'from-50': { from: 0.5 },
  'below-60': { below: 0.6 },
  'below-50': { below: 0.5 },
  'below-40': { below: 0.4 },
} as const satisfies Record<string, { from?: number; below?: number }>
export type Likeness = keyof typeof likenesses

function boundsOfLikeness(likeness: Likeness | undefined): { from?: number; below?: number } {
  return likeness === undefined ? {} : likenesses[likeness]
}

export const verdicts: VerdictView[] = ['known', 'blacklisted', 'visitor', 'ignored', 'unclear']
const nothing: Filter = {
  personId: undefined,
  cameraId: undefined,
  verdict: undefined,
  day: undefined,
  from: undefined,
  to: undefined,
  hours: undefined,
  likeness: undefined,
  until: undefined,
}

/** The filter in an address; whatever makes no sense there narrows nothing. */
export function filterOf(query: string | undefined): Filter {
  const words = new URLSearchParams(query)
  const day = dayIn(words.get('day'))
  const ends = [dayIn(words.get('from')), dayIn(words.get('to'))]
  const [from, to] = ends.every((end) => end !== undefined) ? ends.sort() : ends
  const until = words.get('until') ?? undefined
  return {
    personId: idIn(words.get('person')),
    cameraId: idIn(words.get('camera')),
    verdict: verdicts.find((one) => one === words.get('verdict')),
    day,
    from: day === undefined ? from : undefined,
    to: day === undefined ? to : undefined,
    hours: hoursIn(words.get('hours')),
    likeness: (Object.keys(likenesses) as Likeness[]).find((one) => one === words.get('likeness')),
    until: until && momentAt(until) !== undefined ? until : undefined,
  }
}

export function queryOf({ personId, cameraId, verdict, day, from, to, hours, likeness, until }: Filter): string {
  const words = new URLSearchParams()
  if (personId !== undefined) words.set('person', String(personId))
  if (cameraId !== undefined) words.set('camera', String(cameraId))
  if (verdict) words.set('verdict', verdict)
  if (day) words.set('day', day)
  if (from) words.set('from', from)
  if (to) words.set('to', to)
  if (hours) words.set('hours', `${timeWord(hours.from_minute)}-${timeWord(hours.until_minute)}`)
  if (likeness) words.set('likeness', likeness)
  if (until) words.set('until', until)
  return words.toString()
}

export function isNarrow(filter: Filter): boolean {
  return queryOf(filter) !== queryOf(nothing)
}

/** What the program is asked for. */
export function askedFor(filter: Filter): Partial<Request<'sightings'>> {
  const { personId, cameraId, verdict, hours, likeness, until } = filter
  const { since, before } = periodOf(filter)
  const alike = boundsOfLikeness(likeness)
  const last = until === undefined ? undefined : momentAt(until)
  return {
    person_id: personId ?? null,
    camera_id: cameraId ?? null,
    verdict: verdict ?? null,
    since: since ?? null,
    before: last === undefined ? (before ?? null) : Math.min(last, before ?? last),
    alike_from: alike.from ?? null,
    alike_below: alike.below ?? null,
    hours: hours ?? null,
  }
}

/** From when to when the days are; the last night of them ends on the morning after. */
export function periodOf({ day, from, to, hours }: When): {
  since?: number
  before?: number
} {
  const [first, last] = [day ?? from, day ?? to]
  const night = hours && goesPastMidnight(hours) ? hours : undefined
  return {
    ...(first !== undefined && { since: momentOf(first, 0, night?.from_minute ?? 0) }),
    ...(last !== undefined && { before: momentOf(last, 1, night?.until_minute ?? 0) }),
  }
}

function goesPastMidnight({ from_minute, until_minute }: DayHoursView): boolean {
  return until_minute <= from_minute
}

/** Whether a clock on the wall shows one of these hours. */
export function isWithin(hours: DayHoursView, at: number): boolean {
  const date = new Date(at)
  const minute = date.getHours() * 60 + date.getMinutes()
  return goesPastMidnight(hours)
    ? minute >= hours.from_minute || minute < hours.until_minute
    : minute >= hours.from_minute && minute < hours.until_minute
}

/** Whether a sighting that was told of belongs to what is listed. */
export function lets(filter: Filter, sighting: SightingView): boolean {
  const { personId, cameraId, verdict, hours, likeness, until } = filter
  const { since, before } = periodOf(filter)
  const alike = boundsOfLikeness(likeness)
  const { similarity, started_at: at } = sighting
  return (
    (personId === undefined || sighting.person_id === personId) &&
    (cameraId === undefined || sighting.camera_id === cameraId) &&
    (verdict === undefined || sighting.verdict === verdict) &&
    at >= (since ?? -Infinity) &&
    at < (before ?? Infinity) &&
    (hours === undefined || isWithin(hours, at)) &&
    (until === undefined || at < (momentAt(until) ?? Infinity)) &&
    (likeness === undefined ||
      (similarity !== null && similarity >= (alike.from ?? -1) && similarity < (alike.below ?? 2)))
  )
}

const two = (number: number): string => String(number).padStart(2, '0')

/** The day of a moment, `2026-03-14`. */
export function dayOf(at: number): string {
  const date = new Date(at)
  return `${date.getFullYear()}-${two(date.getMonth() + 1)}-${two(date.getDate())}`
}

/** A moment as it stands in an address, to the minute: `2026-03-14T14:30`. */
export function momentWord(at: number): string {
  const date = new Date(at)
  return `${dayOf(at)}T${two(date.getHours())}:${two(date.getMinutes())}`
}

/** The moment of such a word; nothing where it is none. */
export function momentAt(word: string): number | undefined {
  const [, day, hour, minute] = /^(\d{4}-\d\d-\d\d)T(\d\d):(\d\d)$/.exec(word) ?? []
  const bounds = day === undefined ? undefined : boundsOf(day)
  if (!bounds) return undefined
  const date = new Date(bounds.from)
  date.setHours(Number(hour), Number(minute))
  return momentWord(date.getTime()) === word ? date.getTime() : undefined
}

/** What the clock on the wall of that day shows, some days later and so many minutes after midnight. */
function momentOf(day: string, daysLater: number, minute: number): number {
  const date = new Date(startOf(day))
  return new Date(date.getFullYear(), date.getMonth(), date.getDate() + daysLater, 0, minute).getTime()
}

/** When a day began; a day with a change of the clock is not 24 hours long. */
export function startOf(day: string): number {
  return boundsOf(day)?.from ?? NaN
}

/** Today and the days before it, newest first. */
export function daysBack(now: number, count: number): string[] {
  const today = new Date(now)
  // Noon, which every day has once.
  const noon = (i: number) => new Date(today.getFullYear(), today.getMonth(), today.getDate() - i, 12).getTime()
  return Array.from({ length: count }, (_, i) => dayOf(noon(i)))
}

function boundsOf(day: string): { from: number; to: number } | undefined {
  const [, year, month, date] = (/^(\d{4})-(\d\d)-(\d\d)$/.exec(day) ?? []).map(Number)
  if (year === undefined || month === undefined || date === undefined) return undefined
  const from = new Date(year, month - 1, date)
  if (dayOf(from.getTime()) !== day) return undefined
  return { from: from.getTime(), to: new Date(year, month - 1, date + 1).getTime() }
}

function dayIn(word: string | null): string | undefined {
  return word !== null && boundsOf(word) ? word : undefined
}

/** `540` as `09:00`. */
function timeWord(minute: number): string {
  return `${two(Math.floor(minute / 60))}:${two(minute % 60)}`
}

function hoursIn(word: string | null): DayHoursView | undefined {
  const times = /^(\d\d):(\d\d)-(\d\d):(\d\d)$/
    .exec(word ?? '')
    ?.slice(1)
    .map(Number)
  const [fromHour = 24, from = 60, untilHour = 24, until = 60] = times ?? []
  if (fromHour > 23 || untilHour > 23 || from > 59 || until > 59) return undefined
  return { from_minute: fromHour * 60 + from, until_minute: untilHour * 60 + until }
}

/** The id that a word of an address is. */
export function idIn(word: string | null): number | undefined {
  return word && /^\d+$/.test(word) ? Number(word) : undefined
}
