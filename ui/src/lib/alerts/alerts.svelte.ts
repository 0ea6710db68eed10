// Alerts, and the ones that stand before everything else until the owner has seen them. Owns the list and the queue.
import type { Backend } from '$lib/backend/backend'
import type { AlertView, EventView, SettingsView, SnoozeForView } from '$lib/contract'
import { errorWords } from '$lib/errors/words'
import { t } from '$lib/i18n'
import { Pages, atMost } from '$lib/lists/pages.svelte'
import type { Journal } from '$lib/journal/journal.svelte'
import type { Toasts } from '$lib/toasts/toasts.svelte'
import { everything, isLike } from './filter'
import type { AlertFilter } from './filter'
import { snoozedWhom, untilWords } from './words'

/** An alert nobody acknowledged that is older than this waits in the list instead of covering the window at the start. */
const urgentForMs = 60 * 60 * 1_000

/** Whether the owner wants to hear of it. */
export function isHeard(
  alert: Pick<AlertView, 'now'>,
  { sound, is_every_alert_heard }: Pick<SettingsView, 'sound' | 'is_every_alert_heard'>,
): boolean {
  return sound && (is_every_alert_heard || alert.now.verdict === 'blacklisted')
}

export class Alerts {
  /** Those that are asked for, newest first. */
  readonly asked: Pages<AlertView>
  filter = $state.raw<AlertFilter>(everything)
  /** Those to be shown over the window, oldest first. */
  queue = $state<AlertView[]>([])
  current = $derived(this.queue[0])
  /** Those that nobody acknowledged, whatever the list is narrowed to. */
  private waiting = $state.raw<AlertView[]>([])
  open = $derived(this.waiting.length)
  private loads = 0

  constructor(
    private readonly backend: Backend,
    private readonly toasts: Toasts,
    private readonly journal: Journal,
    /** Called once for each alert that comes while the window runs. */
    private readonly ring: (alert: AlertView) => void,
  ) {
    this.asked = new Pages((limit, last) => this.ask(this.filter, limit, last))
  }

  async load(): Promise<void> {
    const load = ++this.loads
    const ofWaiting = this.ask({ ...everything, state: 'open' }, atMost).catch(() => undefined)
    await this.asked.load()
    const waiting = await ofWaiting
    if (load !== this.loads) return
    if (waiting) this.waiting = waiting
    else this.asked.status = 'failed'
  }

  /** Lists older ones as well. */
  async more(): Promise<void> {
    await this.asked.more().catch((thrown) => this.toasts.trouble(errorWords(thrown)))
  }

  /** Lists only those that are like this. */
  narrow(filter: AlertFilter): void {
    this.filter = filter
    this.asked.list = this.asked.list.filter((alert) => isLike(alert, filter))
    void this.load()
  }

  find(id: number): AlertView | undefined {
    return this.asked.list.find((alert) => alert.id === id) ?? this.waiting.find((alert) => alert.id === id)
  }

  private ask({ verdict, cameraId, state }: AlertFilter, limit: number, after?: AlertView): Promise<AlertView[]> {
    return this.backend.call('alerts', {
      limit,
      before: after ? { at: after.at, id: after.id } : null,
      verdict: verdict ?? null,
      camera_id: cameraId ?? null,
      is_open: state ? state === 'open' : null,
    })
  }

  /** Loads, and shows what came while nobody was looking. */
  async start(now = Date.now()): Promise<void> {
    await this.load()
    const urgent = this.waiting.filter((alert) => now - alert.at < urgentForMs)
    for (const alert of urgent.reverse()) this.enqueue(alert)
  }

  follow(event: EventView): void {
    if (event.type === 'alert_raised') {
      this.put(event.alert)
      if (this.enqueue(event.alert)) this.ring(event.alert)
    }
    if (event.type === 'alert_corrected') {
      this.put(event.alert)
      this.queue = this.queue.map((one) => (one.id === event.alert.id ? event.alert : one))
    }
    if (event.type === 'alert_acknowledged') {
      this.put(event.alert)
      this.dequeue(event.alert.id)
    }
    // Erasing a person erases their alerts as well; a name given to a stranger is the name in the alert.
    if (event.type === 'people_changed') void this.reload()
  }

  async acknowledge(id: number): Promise<void> {
    try {
      const acknowledge = async (): Promise<void> => {
        this.put(await this.backend.call('acknowledge_alert', { id }))
        this.dequeue(id)
      }
      await this.journal.told(t('alerts.were_seen', { count: 1 }), acknowledge, 'alerts')
    } catch (thrown) {
      this.dequeue(id)
      this.toasts.trouble(errorWords(thrown))
      await this.load()
    }
  }

  /** Acknowledges an alert and says nothing more of whomever it is about for a while. */
  async snooze(id: number, how_long: SnoozeForView): Promise<void> {
    try {
      const snooze = await this.backend.call('snooze_alert', { id, how_long })
      this.dequeue(id)
      const time = untilWords(snooze.until, Date.now())
      this.toasts.done(t('snooze.done', { whom: snoozedWhom(snooze), time }))
    } catch (thrown) {
      this.dequeue(id)
      this.toasts.trouble(errorWords(thrown))
      await this.load()
    }
  }

  async acknowledgeAll(): Promise<void> {
    const acknowledge = async (): Promise<void> => {
      await this.backend.call('acknowledge_all', {})
      this.queue = []
      await this.load()
    }
    await this.journal.tell(t('alerts.were_seen', { count: this.open }), acknowledge, 'alerts')
  }

  /** Puts the popup away without acknowledging; the alerts stay open in the list. */
  setAside(): void {
    this.queue = []
  }

  private async reload(): Promise<void> {
    await this.load()
    const left = new Map(this.waiting.map((alert) => [alert.id, alert]))
    this.queue = this.queue.flatMap((alert) => left.get(alert.id) ?? [])
  }

  private put(alert: AlertView): void {
    const among = (list: AlertView[], isOne: boolean): AlertView[] => {
      const others = list.filter((one) => one.id !== alert.id)
      return isOne ? [alert, ...others].sort((a, b) => b.at - a.at || b.id - a.id) : others
    }
    this.waiting = among(this.waiting, alert.acknowledged_at === null)
    const last = this.asked.list.at(-1)
    // An older one than was read so far comes with its page.
    const isReached = !this.asked.hasMore || !last || alert.at >= last.at
    this.asked.list = among(this.asked.list, isReached && isLike(alert, this.filter))
  }

  private enqueue(alert: AlertView): boolean {
    if (alert.acknowledged_at !== null) return false
    if (this.queue.some((one) => one.id === alert.id)) {
      // It turned out to be about somebody worse, and rings again.
      this.queue = this.queue.map((one) => (one.id === alert.id ? alert : one))
      return true
    }
    this.queue = [...this.queue, alert]
    return true
  }

  private dequeue(id: number): void {
    this.queue = this.queue.filter((alert) => alert.id !== id)
  }
}
