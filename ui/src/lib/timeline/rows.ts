// Where the rows of the timeline lie. Heights are fixed, so that of ten thousand rows only those in sight need be in the
// document. Pure; all lengths in pixels.
import type { SightingView } from '$lib/contract'
import { dayOf, startOf } from './filter'

export const rowHeight = 64
export const headingHeight = 40

/** The sightings `from` up to, without, `to`, all of one day. */
export interface Day {
  day: string
  from: number
  to: number
  top: number
  height: number
}

export function daysOf(newestFirst: Pick<SightingView, 'started_at'>[]): Day[] {
  const days: Day[] = []
  let top = 0
  let from = 0
  while (from < newestFirst.length) {
    const day = dayOf(newestFirst[from]?.started_at ?? 0)
    const start = startOf(day)
    let to = from + 1
    while (to < newestFirst.length && (newestFirst[to]?.started_at ?? 0) >= start) to += 1
    const height = headingHeight + (to - from) * rowHeight
    days.push({ day, from, to, top, height })
    top += height
    from = to
  }
  return days
}

export function heightOf(days: Day[]): number {
  const last = days.at(-1)
  return last ? last.top + last.height : 0
}

/** The upper edge of a row, from the upper edge of everything. */
export function topOf(days: Day[], row: number): number {
  const day = days.find(({ to }) => row < to)
  return day ? day.top + headingHeight + (row - day.from) * rowHeight : heightOf(days)
}

/** The first row that ends below a height. */
export function rowAt(days: Day[], height: number): number {
  const day = days.find(({ top, height: tall }) => height < top + tall)
  if (!day) return days.at(-1)?.to ?? 0
  return day.from + Math.max(0, Math.floor((height - day.top - headingHeight) / rowHeight))
}

/** The rows to draw: those in sight and some more on both sides, `to` without. */
export function inSight(days: Day[], scrolled: number, tall: number, spare = 8): { from: number; to: number } {
  const count = days.at(-1)?.to ?? 0
  return {
    from: Math.max(0, rowAt(days, scrolled) - spare),
    to: Math.min(count, rowAt(days, scrolled + tall) + 1 + spare),
  }
}
