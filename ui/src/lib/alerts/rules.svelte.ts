// The rules that say when the owner is told, and what is silent now. Owns what the page shows of them; a change is shown
// at once and taken back if it is refused. Must not decide what a rule tells: a trial is asked for.
import type { Backend } from '$lib/backend/backend'
import type {
  AlertRulesView,
  EventView,
  HushView,
  RuleSaysView,
  RuleTrialView,
  RuleView,
  SnoozeForView,
  SnoozeOfView,
} from '$lib/contract'
import { errorWords } from '$lib/errors/words'
import { t } from '$lib/i18n'
import type { Journal } from '$lib/journal/journal.svelte'
import type { Toasts } from '$lib/toasts/toasts.svelte'
import { newRule } from './words'

/** What a rule would have told. */
export interface Trial {
  /** Tells apart who asked: a later answer to an earlier question never shows. */
  asked: number
  status: 'asking' | 'ready' | 'failed'
  view?: RuleTrialView
}

export class Rules {
  view = $state<AlertRulesView>()
  status = $state<'loading' | 'ready' | 'failed'>('loading')
  /** By the id of the rule. */
  trials = $state<Record<number, Trial>>({})
  private asked = 0
  private tried = 0
  /** Changes that are not answered yet, and the last of them. */
  private waiting = 0
  private line: Promise<unknown> = Promise.resolve()
  /** Something happened while changes waited. */
  private isStale = false

  constructor(
    private readonly backend: Backend,
    private readonly toasts: Toasts,
    private readonly journal: Journal,
  ) {}

  async load(): Promise<void> {
    // What is being changed is shown as it will be; its answer brings the rest.
    this.isStale = this.waiting > 0
    if (this.isStale) return
    const asked = ++this.asked
    try {
      const view = await this.backend.call('alert_rules', {})
      if (asked === this.asked && this.waiting === 0) this.view = view
      this.status = 'ready'
    } catch {
      if (!this.view) this.status = 'failed'
    }
  }

  follow(event: EventView): void {
    // A rule may be about somebody, or of a camera, that is not there any more.
    const touches: EventView['type'][] = ['alert_rules_changed', 'people_changed', 'cameras_changed']
    if (touches.includes(event.type)) void this.load()
  }

  /** Adds a rule that does not hold yet: it is tried first. */
  add(says: RuleSaysView = newRule, isOn = false): Promise<boolean> {
    return this.take(() => this.backend.call('add_alert_rule', { says, is_on: isOn }))
  }

  async change(rule: RuleView, part: { says?: Partial<RuleSaysView>; is_on?: boolean }): Promise<boolean> {
    const says = { ...$state.snapshot(rule.says), ...part.says }
    if (part.says) this.forgetTrial(rule.id)
    const is_on = part.is_on ?? rule.is_on
    this.show((view) => ({
      ...view,
      rules: view.rules.map((one) => (one.id === rule.id ? { ...one, says, is_on } : one)),
    }))
    return this.take(() => this.backend.call('change_alert_rule', { id: rule.id, says, is_on }))
  }

  async remove(rule: RuleView): Promise<void> {
    this.forgetTrial(rule.id)
    await this.journal.told(
      (isRemoved: boolean) => (isRemoved ? t('rules.removed') : undefined),
      () => this.take(() => this.backend.call('remove_alert_rule', { id: rule.id })),
      'removed_rules',
    )
  }

  /** What a rule would have told in the last week. */
  async try(rule: RuleView): Promise<void> {
    const says = $state.snapshot(rule.says)
    const asked = ++this.tried
    this.trials[rule.id] = { asked, status: 'asking' }
    const view = await this.backend.call('try_alert_rule', { says }).catch(() => undefined)
    // Whoever changed or removed the rule meanwhile asked about something else.
    if (this.trials[rule.id]?.asked !== asked) return
    this.trials[rule.id] = view ? { asked, status: 'ready', view } : { asked, status: 'failed' }
  }

  forgetTrial(id: number): void {
    this.trials = Object.fromEntries(Object.entries(this.trials).filter(([other]) => Number(other) !== id))
  }

  saveHush(part: Partial<HushView>): Promise<boolean> {
    if (!this.view) return Promise.resolve(false)
    const hush = { ...$state.snapshot(this.view.hush), ...part }
    this.show((view) => ({ ...view, hush }))
    return this.take(() => this.backend.call('save_hush', hush))
  }

  snooze(what: SnoozeOfView, how_long: SnoozeForView): Promise<boolean> {
    return this.take(() => this.backend.call('snooze_alerts', { what, how_long }))
  }

  endSnooze(what: SnoozeOfView): Promise<boolean> {
    return this.take(() => this.backend.call('end_snooze', { what: $state.snapshot(what) }))
  }

  private show(change: (view: AlertRulesView) => AlertRulesView): void {
    if (this.view) this.view = change(this.view)
  }

  /**
   * Does something and shows what came of it; if it is refused, what is so. One after the other: each change holds the whole
   * of a rule, or of the quiet hours, and must not be overtaken by the one before.
   */
  private take(act: () => Promise<AlertRulesView>): Promise<boolean> {
    this.waiting += 1
    const done = this.line.then(async () => {
      let view: AlertRulesView | undefined
      try {
        view = await act()
      } catch (thrown) {
        this.toasts.trouble(errorWords(thrown))
      }
      this.waiting -= 1
      if (this.waiting > 0) this.isStale ||= !view
      else if (view) this.view = view
      if (this.waiting === 0 && (this.isStale || !view)) await this.load()
      return view !== undefined
    })
    this.line = done
    return done
  }
}
