// How the program fares. Owns its last word on it and, while somebody looks, the figures of the last two minutes. Asks once at
// the start and each second while it is watched; in between, what is saved comes by itself.
import type { Backend, Unsubscribe } from '$lib/backend/backend'
import type { EventView, HealthView } from '$lib/contract'
import { kept, sampleOf } from './history'
import type { Sample } from './history'

const everyMs = 1_000

export class Health {
  view = $state.raw<HealthView>()
  status = $state<'loading' | 'ready' | 'failed'>('loading')
  /** When what is shown was said, where the program has not answered since. */
  staleSince = $state<number>()
  /** Only while it is watched: nobody needs them otherwise. */
  samples = $state.raw<Sample[]>([])
  private watchers = 0
  private isAsking = false
  private said = 0
  private saidAt = 0

  constructor(
    private readonly backend: Backend,
    private readonly now: () => number = Date.now,
  ) {}

  async load(): Promise<void> {
    if (this.isAsking) return
    this.isAsking = true
    const before = this.said
    try {
      const view = await this.backend.call('health', {})
      // What came by itself meanwhile is newer than this answer may be.
      if (this.said === before) this.take(view)
    } catch {
      if (this.view) this.staleSince ??= this.saidAt
      else this.status = 'failed'
    } finally {
      this.isAsking = false
    }
  }

  /** Asks again and again, but not while nobody can see the page. */
  watch(): Unsubscribe {
    const ask = (): void => {
      if (!document.hidden) void this.load()
    }
    this.watchers += 1
    const timer = setInterval(ask, everyMs)
    document.addEventListener('visibilitychange', ask)
    ask()
    let isWatching = true
    return () => {
      if (!isWatching) return
      isWatching = false
      clearInterval(timer)
      document.removeEventListener('visibilitychange', ask)
      this.watchers -= 1
      if (this.watchers === 0) this.samples = []
    }
  }

  follow(event: EventView): void {
    if (event.type === 'health_changed') this.take(event.health)
  }

  private take(view: HealthView): void {
    this.said += 1
    this.saidAt = this.now()
    this.view = view
    this.status = 'ready'
    this.staleSince = undefined
    if (this.watchers > 0) this.samples = kept([...this.samples, sampleOf(view, this.saidAt)], this.saidAt)
  }
}
