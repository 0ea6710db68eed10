// Days and spans as the timeline says them. Pure.
import type { SightingView } from '$lib/contract'
import { dates, t } from '$lib/i18n'
import { clock } from '$lib/time/words'
import { daysBack, startOf } from './filter'

const thisYear = dates({ weekday: 'long', day: 'numeric', month: 'long' })
const anyYear = dates({ weekday: 'long', day: 'numeric', month: 'long', year: 'numeric' })
const short = dates({ weekday: 'short', day: 'numeric', month: 'short' })

/** "Today", "Yesterday", "Tuesday 3 March". */
export function dayWords(day: string, now: number): string {
  const [today, yesterday] = daysBack(now, 2)
  if (day === today) return t('timeline.today')
  if (day === yesterday) return t('timeline.yesterday')
  const at = startOf(day)
  return (new Date(at).getFullYear() === new Date(now).getFullYear() ? thisYear : anyYear)().format(at)
}

/** "Tue, 3 Mar". */
export function shortDay(at: number): string {
  return short().format(at)
}

/** What stands under the time at which somebody came: "to 14:05", "for 25 s", "here now". */
export function stay({ started_at, ended_at }: Pick<SightingView, 'started_at' | 'ended_at'>): string {
  if (ended_at === null) return t('live.here_now')
  const seconds = Math.max(1, Math.round((ended_at - started_at) / 1000))
  return seconds < 60 ? t('timeline.for_seconds', { seconds }) : t('timeline.until', { to: clock(ended_at) })
}
