// The spans of the strip above the timeline: the half hours of a day, or the days that are kept. Pure; days are those of the
// owner's clock.
import type { Filter, When } from './filter'
import { daysBack, momentAt, momentWord, periodOf, startOf } from './filter'

/** More days than this are no strip that a finger hits. */
export const mostDays = 90
const fewestDays = 14
const dayMs = 24 * 3_600_000

/** When each span begins, and at last when the last one ends. */
export function momentsOf(filter: When, now: number, keptDays: number): number[] {
  const { since, before } = periodOf(filter)
  if (filter.day !== undefined) return halfHours(since ?? now, before ?? now)
  const [today = ''] = daysBack(now, 1)
  const last = startOf(filter.to ?? today)
  const count = filter.from === undefined ? keptDays : Math.round((last - startOf(filter.from)) / dayMs) + 1
  const days = daysBack(last, Math.max(filter.from === undefined ? 2 : 1, Math.min(mostDays, count)))
  return [...days.map(startOf).reverse(), Math.max(nextDay(last), before ?? 0)]
}

/** By the clock on the wall, so that a day with a change of the clock has its own length. */
function halfHours(since: number, before: number): number[] {
  const from = new Date(since)
  const at = (half: number): number =>
    new Date(
      from.getFullYear(),
      from.getMonth(),
      from.getDate(),
      from.getHours(),
      from.getMinutes() + half * 30,
    ).getTime()
  const moments = new Set<number>()
  for (let half = 0; at(half) < before; half++) moments.add(at(half))
  return [...moments.add(before)].sort((a, b) => a - b)
}

function nextDay(at: number): number {
  const date = new Date(at)
  return new Date(date.getFullYear(), date.getMonth(), date.getDate() + 1).getTime()
}

/** Without the days before anybody was here, but two weeks at least: nothing is to be reached there. */
export function trimmed(moments: number[], counts: number[]): { moments: number[]; counts: number[] } {
  const first = counts.findIndex((count) => count > 0)
  const most = Math.max(0, counts.length - fewestDays)
  const from = first < 0 ? most : Math.min(first, most)
  return { moments: moments.slice(from), counts: counts.slice(from) }
}

/** Which span is shown: the one that ends where the list begins; the last where it begins with the newest. */
export function spanOf(moments: number[], { until }: Pick<Filter, 'until'>): number {
  const last = moments.length - 2
  const at = until === undefined ? undefined : momentAt(until)
  if (at === undefined) return last
  const next = moments.findIndex((moment) => moment >= at)
  return Math.max(0, Math.min(last, (next < 0 ? moments.length : next) - 1))
}

/** Where the list begins for a span: at its end, and at the newest for the last one. */
export function untilOf(moments: number[], span: number): string | undefined {
  const end = moments[span + 1]
  return span >= moments.length - 2 || end === undefined ? undefined : momentWord(end)
}

/** The span under a finger, `part` of the strip from its left. */
export function spanAt(moments: number[], part: number): number {
  const count = moments.length - 1
  return Math.max(0, Math.min(count - 1, Math.floor(part * count)))
}
