// A year of days in weeks, as a calendar lays it out. Pure; days are those of the owner's clock.
import { daysBack, startOf } from '$lib/timeline/filter'

export interface Year {
  /** From a Monday on, oldest first; the last one is today. */
  days: string[]
  /** When each of them began, and when today ends. */
  moments: number[]
}

const weeks = 53

/** The weeks up to today. */
export function yearUpTo(now: number): Year {
  const sinceMonday = (new Date(now).getDay() + 6) % 7
  const days = daysBack(now, (weeks - 1) * 7 + sinceMonday + 1).reverse()
  const today = new Date(now)
  const tomorrow = new Date(today.getFullYear(), today.getMonth(), today.getDate() + 1).getTime()
  return { days, moments: [...days.map(startOf), tomorrow] }
}

/** How strongly a day is coloured, 0 to 4: nothing, then by how often against the busiest day. */
export function strength(times: number, most: number): number {
  if (times <= 0) return 0
  return Math.max(1, Math.min(4, Math.ceil((4 * times) / Math.max(4, most))))
}

/** The weeks in which a month begins, by their place among those shown. */
export function monthsIn(days: string[]): { week: number; day: string }[] {
  return days
    .map((day, i) => ({ week: Math.floor(i / 7), day }))
    .filter(({ day }, i) => day.endsWith('-01') || (i === 0 && Number(day.slice(8)) < 15))
}
