// What the lists for days and hours offer, and which of it a filter is. Pure; days are those of the owner's clock.
import type { DayHoursView } from '$lib/contract'
import { t } from '$lib/i18n'
import type { PlainKey } from '$lib/i18n'
import { daysBack } from './filter'
import type { Filter } from './filter'
import { dayWords } from './words'

/** As many as are kept, but no list that nobody can look over. */
const longest = 92
const weekDays = 7

/** Parts of the day, in whole hours. */
const parts = {
  morning: { from: 6, until: 12, says: 'timeline.morning' },
  afternoon: { from: 12, until: 18, says: 'timeline.afternoon' },
  evening: { from: 18, until: 23, says: 'timeline.evening' },
  night: { from: 23, until: 6, says: 'timeline.night' },
} as const satisfies Record<string, { from: number; until: number; says: PlainKey }>
/** Where hours of the owner's own begin: while many are at work. */
const own = { from: 8, until: 17 }

/** Days to choose from, newest first, and those that are chosen already. */
export function daysChoices(
  now: number,
  keptDays: number,
  chosen: (string | undefined)[],
): { value: string; label: string }[] {
  const back = daysBack(now, Math.min(longest, keptDays + 1))
  const others = chosen.filter((day): day is string => day !== undefined && !back.includes(day))
  return [...back, ...new Set(others)].map((day) => ({ value: day, label: dayWords(day, now) }))
}

/** What the list for days shows: nothing, `week`, `days`, or a day. */
export function periodNamed({ day, from, to }: Pick<Filter, 'day' | 'from' | 'to'>, now: number): string {
  if (day !== undefined) return day
  if (from === undefined && to === undefined) return ''
  return to === undefined && from === aWeekAgo(now) ? 'week' : 'days'
}

export function period(named: string, now: number): Pick<Filter, 'day' | 'from' | 'to'> {
  const none = { day: undefined, from: undefined, to: undefined }
  const [today] = daysBack(now, 1)
  if (named === 'week') return { ...none, from: aWeekAgo(now) }
  if (named === 'days') return { ...none, from: aWeekAgo(now), to: today }
  return { ...none, day: named || undefined }
}

/** Today and the six days before it. */
function aWeekAgo(now: number): string | undefined {
  return daysBack(now, weekDays).at(-1)
}

export function hoursChoices(): { value: string; label: string }[] {
  return [
    { value: '', label: t('timeline.any_hours') },
    ...Object.entries(parts).map(([part, { says }]) => ({ value: part, label: t(says) })),
    { value: 'own', label: t('timeline.own_hours') },
  ]
}

/** What the list for hours shows: nothing, a part of the day, or `own`. */
export function hoursNamed(hours: DayHoursView | undefined): string {
  if (!hours) return ''
  const same = Object.entries(parts).find(
    ([, { from, until }]) => hours.from_minute === from * 60 && hours.until_minute === until * 60,
  )
  return same?.[0] ?? 'own'
}

export function hoursOf(named: string): DayHoursView | undefined {
  if (named === '') return undefined
  const { from, until } = named in parts ? parts[named as keyof typeof parts] : own
  return { from_minute: from * 60, until_minute: until * 60 }
}
