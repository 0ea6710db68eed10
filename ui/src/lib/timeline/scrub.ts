// The spans of the strip above the timeline: the half hours of a day, or the days that are kept. Pure; days are those of the
// owner's clock.
import type { Filter } from './filter'
import { daysBack, momentAt, momentWord, startOf } from './filter'

/** More days than this are no strip that a finger hits. */
export const mostDays = 90
const fewestDays = 14

/** When each span begins, and at last when the last one ends. */
export function momentsOf({ day }: Pick<Filter, 'day'>, now: number, keptDays: number): number[] {
  if (day !== undefined) {
    const from = new Date(startOf(day))
    // By the clock on the wall, so that a day with a change of the clock has its own length.
    const at = (half: number): number =>
      new Date(from.getFullYear(), from.getMonth(), from.getDate(), 0, half * 30).getTime()
    return [...new Set(Array.from({ length: 49 }, (_, i) => at(i)))].sort((a, b) => a - b)
  }
  const days = daysBack(now, Math.max(2, Math.min(mostDays, keptDays)))
  const [today = ''] = days
  const start = new Date(startOf(today))
  const tomorrow = new Date(start.getFullYear(), start.getMonth(), start.getDate() + 1).getTime()
  return [...days.map(startOf).reverse(), tomorrow]
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
