// Rules, quiet hours and snoozes of the fake program. Owns their state; what a rule would have told is made up of the
// sightings there are, simply.
import type {
  AlertRulesView,
  CommandName,
  EventView,
  HushView,
  Reply,
  Request,
  RuleSaysView,
  RuleTrialView,
  RuleView,
  SightingView,
  SnoozeForView,
  SnoozeOfView,
  SnoozeView,
} from '$lib/contract'
import type { Entity } from './acts'
import type { Household } from './household'
import { acknowledge } from './sightings'
import { found, refusal } from './refusal'

type RuleCommands = {
  [
    K in Extract<
      CommandName,
      | 'alert_rules'
      | 'add_alert_rule'
      | 'change_alert_rule'
      | 'remove_alert_rule'
      | 'try_alert_rule'
      | 'save_hush'
      | 'snooze_alerts'
      | 'snooze_alert'
      | 'end_snooze'
    >
  ]: (request: Request<K>) => Reply<K>
}

const minute = 60_000
const hour = 60 * minute
const week = 7 * 24 * hour
const night = { from_minute: 22 * 60, until_minute: 6 * 60 }

/** What the fake program keeps of them. */
export class Ruled {
  rules: Omit<RuleView, 'person_name'>[] = [
    {
      id: 1,
      says: { who: { about: 'blacklist' }, at: { place: 'anywhere' }, hours: null, apart_minutes: 0 },
      is_on: true,
    },
  ]
  hush: HushView = {
    is_family_silent: false,
    may_blacklist_break_through: true,
    has_quiet_hours: false,
    quiet_hours: Array.from({ length: 7 }, () => ({ ...night })),
  }
  snoozes: SnoozeView[] = []
  /** As the journal keeps them: each rule by itself, and the quiet hours as one. */
  snapshot(): [string, Entity][] {
    return [
      ...this.rules.map((rule): [string, Entity] => [`rule:${rule.id}`, { ...rule }]),
      ['hush:0', { ...this.hush }],
    ]
  }

  restore(table: string, id: number, entity: Entity | undefined): void {
    if (table === 'hush' && entity) this.hush = entity as unknown as HushView
    if (table !== 'rule') return
    const others = this.rules.filter((rule) => rule.id !== id)
    this.rules = entity ? [...others, entity as unknown as (typeof others)[number]].sort((a, b) => a.id - b.id) : others
  }

  /** It is quiet until then, whatever the hours say; for the tests and the pictures. */
  quietUntil: number | null = null
}

function tomorrow(now: number): number {
  const morning = new Date(now)
  morning.setHours(6, 0, 0, 0)
  if (morning.getTime() < now + hour) morning.setDate(morning.getDate() + 1)
  return morning.getTime()
}

function until(how_long: SnoozeForView, now: number): number {
  return { quarter_hour: now + 15 * minute, hour: now + hour, until_tomorrow: tomorrow(now) }[how_long]
}

function isSame(one: SnoozeOfView, other: SnoozeOfView): boolean {
  return JSON.stringify(one) === JSON.stringify(other)
}

export function ruleCommands(house: Household, tell: (event: EventView) => void): RuleCommands {
  const { ruled } = house
  const nameOf = (id: number): string | null => house.people.find((one) => one.id === id)?.name ?? null

  function view(): AlertRulesView {
    const now = Date.now()
    return structuredClone({
      rules: ruled.rules.map((rule) => ({
        ...rule,
        person_name: rule.says.who.about === 'person' ? nameOf(rule.says.who.person_id) : null,
      })),
      hush: ruled.hush,
      quiet_until: ruled.hush.has_quiet_hours ? ruled.quietUntil : null,
      snoozes: ruled.snoozes.filter((snooze) => snooze.until > now).sort((a, b) => a.until - b.until),
      tomorrow_at: tomorrow(now),
    })
  }
  function changed(): AlertRulesView {
    tell({ type: 'alert_rules_changed' })
    tell({ type: 'journal_changed', journal: house.acts.view() })
    return view()
  }
  function act(kind: string, from: RuleSaysView | undefined, to: RuleSaysView | undefined, perform: () => void): void {
    const party = (says: RuleSaysView | undefined) => ({
      name: says?.who.about === 'person' ? nameOf(says.who.person_id) : null,
      visitor_number: null,
    })
    house.acts.record(kind, party(from), party(to), perform, { rule_about: to?.who.about ?? null })
  }
  function check(says: RuleSaysView): void {
    if (says.who.about === 'person' && nameOf(says.who.person_id) === null)
      throw refusal('not_found', 'that person is gone')
  }
  function snooze(what: SnoozeOfView, how_long: SnoozeForView): SnoozeView {
    const name = what.of === 'person' ? nameOf(what.person_id) : null
    const one = { what, name, until: until(how_long, Date.now()) }
    ruled.snoozes = [...ruled.snoozes.filter((other) => !isSame(other.what, what)), one]
    return one
  }

  return {
    alert_rules: view,
    add_alert_rule: ({ says, is_on }) => {
      check(says)
      const id = house.id()
      act('add_rule', says, says, () => ruled.rules.push({ id, says, is_on }))
      return changed()
    },
    change_alert_rule: ({ id, says, is_on }) => {
      check(says)
      const before = found(ruled.rules, id)
      act('change_rule', before.says, says, () => Object.assign(before, { says, is_on }))
      return changed()
    },
    remove_alert_rule: ({ id }) => {
      const { says } = found(ruled.rules, id)
      act('remove_rule', says, says, () => {
        ruled.rules = ruled.rules.filter((rule) => rule.id !== id)
      })
      return changed()
    },
    try_alert_rule: ({ says }) => tried(house.sightings, says),
    save_hush: (hush) => {
      act('set_hush', undefined, undefined, () => {
        ruled.hush = hush
      })
      return changed()
    },
    snooze_alerts: ({ what, how_long }) => {
      snooze(what, how_long)
      return changed()
    },
    snooze_alert: ({ id, how_long }) => {
      const alert = found(house.alerts, id)
      acknowledge(house, [alert])
      const person_id = alert.now.person_id
      const done = snooze(person_id === null ? { of: 'strangers' } : { of: 'person', person_id }, how_long)
      changed()
      return { ...done }
    },
    end_snooze: ({ what }) => {
      ruled.snoozes = ruled.snoozes.filter((snooze) => !isSame(snooze.what, what))
      return changed()
    },
  }
}

function holds({ hours }: RuleSaysView, minute: number): boolean {
  if (!hours) return true
  const { from_minute, until_minute } = hours
  const isPast = until_minute <= from_minute
  return isPast ? minute >= from_minute || minute < until_minute : minute >= from_minute && minute < until_minute
}

function tried(sightings: SightingView[], says: RuleSaysView): RuleTrialView {
  const from = Date.now() - week
  const visits = sightings.filter((sighting) => sighting.started_at >= from)
  const isMeant = (sighting: SightingView): boolean => {
    const { who, at } = says
    const isHere = at.place === 'anywhere' || (at.place === 'at' && at.camera_id === sighting.camera_id)
    const time = new Date(sighting.started_at)
    if (!isHere || !holds(says, time.getHours() * 60 + time.getMinutes())) return false
    if (who.about === 'person') return sighting.person_id === who.person_id
    if (who.about === 'blacklist') return sighting.verdict === 'blacklisted'
    return sighting.verdict === 'visitor' || (who.about === 'nobody_home' && sighting.verdict === 'unclear')
  }
  const told = visits.filter(isMeant).sort((a, b) => b.started_at - a.started_at)
  const too_soon = says.apart_minutes > 0 ? Math.floor(told.length / 3) : 0
  const latest = told.slice(too_soon)
  return {
    from,
    visits: visits.length,
    told: latest.length,
    latest: structuredClone(latest.slice(0, 50)),
    silent: { family: 0, quiet_hours: 0, too_soon },
  }
}
