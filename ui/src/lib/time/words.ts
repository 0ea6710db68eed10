// Times in words: how long ago, and exactly when. Pure; the clock that makes "2 min ago" move is `clock.svelte.ts`.
import { formats, t } from '$lib/i18n'

const aSecond = 1_000
const minute = 60 * aSecond
const hour = 60 * minute
const day = 24 * hour

const relative = new Intl.RelativeTimeFormat(formats, { numeric: 'auto', style: 'short' })
const exactly = new Intl.DateTimeFormat(formats, { dateStyle: 'full', timeStyle: 'medium', hourCycle: 'h23' })
const clockTime = new Intl.DateTimeFormat(formats, { hour: '2-digit', minute: '2-digit', hourCycle: 'h23' })
const toTheSecond = new Intl.DateTimeFormat(formats, { timeStyle: 'medium', hourCycle: 'h23' })
const weekday = new Intl.DateTimeFormat(formats, { weekday: 'short' })
const date = new Intl.DateTimeFormat(formats, { day: 'numeric', month: 'short' })
const dateWithYear = new Intl.DateTimeFormat(formats, { day: 'numeric', month: 'short', year: 'numeric' })

/** "just now", "2 min ago", "yesterday", "3 Mar". */
export function ago(at: number, now: number): string {
  const age = now - at
  if (age < 45 * aSecond) return t('time.now')
  if (age < 55 * minute) return relative.format(-Math.max(1, Math.round(age / minute)), 'minute')
  if (age < 22 * hour) return relative.format(-Math.max(1, Math.round(age / hour)), 'hour')
  if (age < 7 * day) return relative.format(-Math.max(1, Math.round(age / day)), 'day')
  return onDay(at, now)
}

/** "14:02", "Tue 14:02", "3 Mar": a moment as a list shows it. */
export function moment(at: number, now: number): string {
  const age = now - at
  if (age < 12 * hour) return clockTime.format(at)
  if (age < 6 * day) return `${weekday.format(at)} ${clockTime.format(at)}`
  return onDay(at, now)
}

function onDay(at: number, now: number): string {
  const isThisYear = new Date(at).getFullYear() === new Date(now).getFullYear()
  return (isThisYear ? date : dateWithYear).format(at)
}

/** The whole of it, for a title. */
export function exact(at: number): string {
  return exactly.format(at)
}

/** "14:02". */
export function clock(at: number): string {
  return clockTime.format(at)
}

/** "14:02:31". */
export function second(at: number): string {
  return toTheSecond.format(at)
}
