// Times in words: how long ago, and exactly when. Pure; the clock that makes "2 min ago" move is `clock.svelte.ts`.
import { dates, perLanguage, t } from '$lib/i18n'

const aSecond = 1_000
const minute = 60 * aSecond
const hour = 60 * minute
const day = 24 * hour

const relative = perLanguage((locale) => new Intl.RelativeTimeFormat(locale, { numeric: 'auto', style: 'short' }))
const exactly = dates({ dateStyle: 'full', timeStyle: 'medium', hourCycle: 'h23' })
const clockTime = dates({ hour: '2-digit', minute: '2-digit', hourCycle: 'h23' })
const toTheSecond = dates({ timeStyle: 'medium', hourCycle: 'h23' })
const weekday = dates({ weekday: 'short' })
const length = (unit: string, digits: number) =>
  perLanguage((locale) => new Intl.NumberFormat(locale, { style: 'unit', unit, maximumFractionDigits: digits }))
const [tenthsOfSeconds, seconds, minutes] = [length('second', 1), length('second', 0), length('minute', 0)]
const date = dates({ day: 'numeric', month: 'short' })
const dateWithYear = dates({ day: 'numeric', month: 'short', year: 'numeric' })

/** "just now", "2 min ago", "yesterday", "3 Mar". */
export function ago(at: number, now: number): string {
  const age = now - at
  if (age < 45 * aSecond) return t('time.now')
  if (age < 55 * minute) return relative().format(-Math.max(1, Math.round(age / minute)), 'minute')
  if (age < 22 * hour) return relative().format(-Math.max(1, Math.round(age / hour)), 'hour')
  if (age < 7 * day) return relative().format(-Math.max(1, Math.round(age / day)), 'day')
  return onDay(at, now)
}

/** "14:02", "Tue 14:02", "3 Mar": a moment as a list shows it. */
export function moment(at: number, now: number): string {
  const age = now - at
  if (age < 12 * hour) return clockTime().format(at)
  if (age < 6 * day) return `${weekday().format(at)} ${clockTime().format(at)}`
  return onDay(at, now)
}

function onDay(at: number, now: number): string {
  const isThisYear = new Date(at).getFullYear() === new Date(now).getFullYear()
  return (isThisYear ? date : dateWithYear)().format(at)
}

/** The whole of it, for a title. */
export function exact(at: number): string {
  return exactly().format(at)
}

/** "14:02". */
export function clock(at: number): string {
  return clockTime().format(at)
}

/** "14:02:31". */
export function second(at: number): string {
  return toTheSecond().format(at)
}

/** "0.7 sec", "14 sec", "3 min": how long something took. */
export function span(ms: number): string {
  if (ms < 9.95 * aSecond) return tenthsOfSeconds().format(ms / aSecond)
  return ms < 99.5 * aSecond ? seconds().format(ms / aSecond) : minutes().format(ms / minute)
}
