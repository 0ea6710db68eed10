// Alerts, and the ones that stand before everything else until the owner has seen them. Owns the list and the queue.
import type { Backend } from '$lib/backend/backend'
import type { AlertView, EventView } from '$lib/contract'
import { errorWords } from '$lib/errors/words'
import type { Toasts } from '$lib/toasts/toasts.svelte'

const shown = 200
/** An alert nobody acknowledged that is older than this waits in the list instead of covering the window at the start. */
const urgentForMs = 60 * 60 * 1_000

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
    private readonly ring: () => void,
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
      if (this.enqueue(event.alert)) this.ring()
    }
    if (event.type === 'alert_acknowledged') {
      this.put(event.alert)
      this.dequeue(event.alert.id)
    }
    // Erasing a person erases their alerts as well.
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

  async acknowledgeAll(): Promise<void> {
    for (const alert of this.list.filter((one) => one.acknowledged_at === null)) await this.acknowledge(alert.id)
  }

  /** Puts the popup away without acknowledging; the alerts stay open in the list. */
  setAside(): void {
    this.queue = []
  }

  private async reload(): Promise<void> {
    await this.load()
    const left = new Set(this.list.map((alert) => alert.id))
    this.queue = this.queue.filter((alert) => left.has(alert.id))
  }

  private put(alert: AlertView): void {
    const others = this.list.filter((one) => one.id !== alert.id)
    this.list = [alert, ...others].sort((a, b) => b.at - a.at)
  }

  private enqueue(alert: AlertView): boolean {
    if (alert.acknowledged_at !== null || this.queue.some((one) => one.id === alert.id)) return false
    this.queue = [...this.queue, alert]
    return true
  }

  private dequeue(id: number): void {
    this.queue = this.queue.filter((alert) => alert.id !== id)
  }
}
