// An alert and a rule in words. Pure; who somebody is, the program says.
import type { AlertView, RuleKindView, RuleSaysView, RuleView, SnoozeView, WhoView } from '$lib/contract'
import { dates, listed, t } from '$lib/i18n'
import { whoIs } from '$lib/live/labels'
import { ago, clock } from '$lib/time/words'

/** Who an alert is about now: the name, "Visitor 12" or "Unclear". */
export function aboutWhom(alert: AlertView): string {
  return whoIs(alert.now)
}

/** The heading of an alert, as far as it is known now. */
export function alertTitle(alert: AlertView): string {
  const { verdict, name } = alert.now
  if (verdict === 'blacklisted') return t('alerts.blacklisted', { name: aboutWhom(alert) })
  if (name !== null) return name
  if (verdict === 'unclear') return t('alerts.unclear')
  return alert.now.visitor_number === null
    ? t('alerts.stranger_unknown')
    : t('alerts.stranger', { who: whoIs(alert.now) })
}

/** What was thought when the owner was told, where that was something else. */
export function thoughtFirst(alert: AlertView): string | undefined {
  const { then, now } = alert
  if (then.verdict === now.verdict && (then.person_id === null || then.person_id === now.person_id)) return undefined
  if (then.verdict === 'visitor') return t('alerts.then_visitor')
  if (then.verdict === 'unclear') return t('alerts.then_unclear')
  return then.name === null ? undefined : t('alerts.then_person', { name: then.name })
}

function ruleKind(kind: RuleKindView): string {
  return {
    blacklist: t('alerts.by_blacklist'),
    strangers: t('alerts.by_strangers'),
    person: t('alerts.by_person'),
    nobody_home: t('alerts.by_nobody_home'),
  }[kind]
}

/** Which rules told; nothing for an alert of before there were rules. */
export function toldBy(alert: AlertView): string | undefined {
  const kinds = [...new Set(alert.told_by.map((told) => ruleKind(told.about)))]
  return kinds.length > 0 ? t('alerts.told_by', { count: kinds.length, rules: listed(kinds) }) : undefined
}

/** When an alert was acknowledged, and where; nothing while it is open. */
export function seenWords(alert: AlertView, now: number): string | undefined {
  if (alert.acknowledged_at === null) return undefined
  const time = ago(alert.acknowledged_at, now)
  if (alert.acknowledged_from === 'notification') return t('alerts.acknowledged_notification', { time })
  if (alert.acknowledged_from === 'window') return t('alerts.acknowledged_window', { time })
  return t('alerts.acknowledged', { time })
}

/** Whom a snooze from an alert is about. */
export function snoozedBy(who: WhoView): string {
  return who.person_id !== null && who.name !== null ? who.name : t('snooze.whom_strangers')
}

export function snoozedWhom(snooze: SnoozeView): string {
  if (snooze.what.of === 'everything') return t('snooze.whom_everything')
  if (snooze.what.of === 'strangers') return t('snooze.whom_strangers')
  return snooze.name ?? t('snooze.whom_gone')
}

const minuteOfDay = dates({
  hour: '2-digit',
  minute: '2-digit',
  hourCycle: 'h23',
  timeZone: 'UTC',
})
const weekdays = dates({ weekday: 'long', timeZone: 'UTC' })
const weekdayOf = dates({ weekday: 'short' })
/** A Monday. */
const monday = Date.UTC(2024, 0, 1)

/** "22:00". */
export function minuteWords(minute: number): string {
  return minuteOfDay().format(minute * 60_000)
}

/** "Monday" for 0. */
export function weekdayWords(day: number): string {
  return weekdays().format(monday + day * 24 * 3_600_000)
}

/** "at most every 5 min". */
export function apartWords(minutes: number): string {
  if (minutes === 0) return t('rules.every_visit')
  if (minutes % 1440 === 0) return t('rules.every_days', { count: minutes / 1440 })
  if (minutes % 60 === 0) return t('rules.every_hours', { count: minutes / 60 })
  return t('rules.every_minutes', { count: minutes })
}

/** "14:02", or "Tue 14:02" where that is not today. */
export function untilWords(until: number, now: number): string {
  const isToday = new Date(until).toDateString() === new Date(now).toDateString()
  return isToday ? clock(until) : `${weekdayOf().format(until)} ${clock(until)}`
}

/** Why a rule that is on tells nothing, whatever happens. */
export function ruleNote(rule: RuleView, isFamilySilent: boolean, isKnown: boolean): string | undefined {
  if (rule.says.at.place === 'gone') return t('rules.note_camera_gone')
  if (rule.says.who.about !== 'person') return undefined
  if (rule.person_name === null) return t('rules.note_person_gone')
  return isFamilySilent && isKnown ? t('rules.note_family') : undefined
}

/** A message and the places to fill in it, in the order of the language. */
export function partsOf(message: string): { text: string; slot: string | undefined }[] {
  return message.split(/(\{\w+\})/).flatMap((part) => {
    if (part === '') return []
    const slot = /^\{(\w+)\}$/.exec(part)?.[1]
    return [slot ? { text: '', slot } : { text: part, slot: undefined }]
  })
}

/** A choice with the words before it and the mark after it: they stay in one line. */
export interface Piece {
  before: string
  slot: string | undefined
  after: string
}

/** The same as pieces that a line may break between, so that "is at" never ends one and a comma never begins one. */
export function piecesOf(message: string): Piece[] {
  const pieces: Piece[] = []
  let before = ''
  for (const { text, slot } of partsOf(message)) {
    if (slot) {
      pieces.push({ before: before.trim(), slot, after: '' })
      before = ''
      continue
    }
    const [mark = ''] = /^[,;.]/.exec(text) ?? []
    const last = pieces.at(-1)
    if (last && mark) last.after = mark
    before = last ? text.slice(mark.length) : text
  }
  if (before.trim()) pieces.push({ before: before.trim(), slot: undefined, after: '' })
  return pieces
}

/** What a new rule says until the owner says otherwise. */
export const newRule: RuleSaysView = {
  who: { about: 'strangers' },
  at: { place: 'anywhere' },
  hours: null,
  apart_minutes: 5,
}
