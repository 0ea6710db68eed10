// Alerts, and the ones that stand before everything else until the owner has seen them. Owns the list and the queue.
import type { Backend } from '$lib/backend/backend'
import type { AlertView, EventView, SettingsView, SnoozeForView } from '$lib/contract'
import { errorWords } from '$lib/errors/words'
import { t } from '$lib/i18n'
import type { Toasts } from '$lib/toasts/toasts.svelte'
import { snoozedWhom, untilWords } from './words'

/** The most that the program lists at once. */
export const shown = 500
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
  list = $state<AlertView[]>([])
  status = $state<'loading' | 'ready' | 'failed'>('loading')
  /** Those to be shown over the window, oldest first. */
  queue = $state<AlertView[]>([])
  current = $derived(this.queue[0])
  open = $derived(this.list.filter((alert) => alert.acknowledged_at === null).length)

  constructor(
    private readonly backend: Backend,
    private readonly toasts: Toasts,
    /** Called once for each alert that comes while the window runs. */
    private readonly ring: (alert: AlertView) => void,
  ) {}

  async load(): Promise<void> {
    try {
      this.list = await this.backend.call('alerts', { limit: shown })
      this.status = 'ready'
    } catch {
      this.status = 'failed'
    }
  }

  /** Loads, and shows what came while nobody was looking. */
  async start(now = Date.now()): Promise<void> {
    await this.load()
    const waiting = this.list.filter((alert) => alert.acknowledged_at === null && now - alert.at < urgentForMs)
    for (const alert of waiting.reverse()) this.enqueue(alert)
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
      this.put(await this.backend.call('acknowledge_alert', { id }))
      this.dequeue(id)
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
    for (const alert of this.list.filter((one) => one.acknowledged_at === null)) await this.acknowledge(alert.id)
  }

  /** Puts the popup away without acknowledging; the alerts stay open in the list. */
  setAside(): void {
    this.queue = []
  }

  private async reload(): Promise<void> {
    await this.load()
    const left = new Map(this.list.map((alert) => [alert.id, alert]))
    this.queue = this.queue.flatMap((alert) => left.get(alert.id) ?? [])
  }

  private put(alert: AlertView): void {
    const others = this.list.filter((one) => one.id !== alert.id)
    this.list = [alert, ...others].sort((a, b) => b.at - a.at)
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
