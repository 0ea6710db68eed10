// What narrows the timeline, and how it is written into the address so that Back works. Pure; days are those of the
// owner's clock.
import type { Request, SightingView, VerdictView } from '$lib/contract'

export interface Filter {
  personId: number | undefined
  cameraId: number | undefined
  verdict: VerdictView | undefined
  /** `2026-03-14`. */
  day: string | undefined
}

export const verdicts: VerdictView[] = ['known', 'blacklisted', 'visitor', 'ignored', 'unclear']
const nothing: Filter = { personId: undefined, cameraId: undefined, verdict: undefined, day: undefined }

/** The filter in an address; whatever makes no sense there narrows nothing. */
export function filterOf(query: string | undefined): Filter {
  const words = new URLSearchParams(query)
  const day = words.get('day') ?? undefined
  return {
    personId: idIn(words.get('person')),
    cameraId: idIn(words.get('camera')),
    verdict: verdicts.find((one) => one === words.get('verdict')),
    day: day && boundsOf(day) ? day : undefined,
  }
}

export function queryOf({ personId, cameraId, verdict, day }: Filter): string {
  const words = new URLSearchParams()
  if (personId !== undefined) words.set('person', String(personId))
  if (cameraId !== undefined) words.set('camera', String(cameraId))
  if (verdict) words.set('verdict', verdict)
  if (day) words.set('day', day)
  return words.toString()
}

export function isNarrow(filter: Filter): boolean {
  return queryOf(filter) !== queryOf(nothing)
}

/** What the program is asked for. */
export function askedFor({ personId, cameraId, verdict, day }: Filter): Partial<Request<'sightings'>> {
  const bounds = day === undefined ? undefined : boundsOf(day)
  return {
    person_id: personId ?? null,
    camera_id: cameraId ?? null,
    verdict: verdict ?? null,
    since: bounds?.from ?? null,
    before: bounds?.to ?? null,
  }
}

/** Whether a sighting that was told of belongs to what is listed. */
export function lets(filter: Filter, sighting: SightingView): boolean {
  const { personId, cameraId, verdict, day } = filter
  return (
    (personId === undefined || sighting.person_id === personId) &&
    (cameraId === undefined || sighting.camera_id === cameraId) &&
    (verdict === undefined || sighting.verdict === verdict) &&
    (day === undefined || dayOf(sighting.started_at) === day)
  )
}

/** The day of a moment, `2026-03-14`. */
export function dayOf(at: number): string {
  const date = new Date(at)
  const two = (number: number): string => String(number).padStart(2, '0')
  return `${date.getFullYear()}-${two(date.getMonth() + 1)}-${two(date.getDate())}`
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

function idIn(word: string | null): number | undefined {
  return word && /^\d+$/.test(word) ? Number(word) : undefined
}
