// What the program can do right now: models, demo, counts. Owns the last word of the program on it.
import type { Backend } from '$lib/backend/backend'
import type { EventView, ModelsProgress, SystemView } from '$lib/contract'
import { errorWords } from '$lib/errors/words'

export type Busy = 'install' | 'start-demo' | 'leave-demo' | 'pause'

export class System {
  view = $state<SystemView>()
  progress = $state<ModelsProgress>()
  busy = $state<Busy>()
  /** Why the last attempt failed. */
  trouble = $state<string>()
  /** Seconds until the models are there, from what came so far. */
  secondsLeft = $state<number>()
  private installStartedAt = 0

  constructor(private readonly backend: Backend) {}

  async load(): Promise<void> {
    this.view = await this.backend.call('system', {})
  }

  async install(): Promise<void> {
    this.installStartedAt = Date.now()
    await this.during('install', () => this.backend.call('install_models', {}))
    this.progress = undefined
    this.secondsLeft = undefined
  }

  async startDemo(): Promise<void> {
    await this.during('start-demo', () => this.backend.call('start_demo', {}))
  }

  async leaveDemo(): Promise<void> {
    await this.during('leave-demo', () => this.backend.call('leave_demo', {}))
  }

  /** Pauses all cameras, or lets them go on. */
  async pause(isPaused: boolean): Promise<void> {
    await this.during('pause', () => this.backend.call('pause_cameras', { is_paused: isPaused }))
  }

  follow(event: EventView): void {
    if (event.type === 'system_changed') this.view = event.system
    if (event.type === 'models_progress') this.measure(event.progress)
  }

  private measure(progress: ModelsProgress): void {
    this.progress = progress
    const passed = (Date.now() - this.installStartedAt) / 1_000
    const rest = progress.total - progress.done
    this.secondsLeft = passed > 1 && progress.done > 0 ? Math.ceil((passed * rest) / progress.done) : undefined
  }

  private async during(what: Busy, act: () => Promise<SystemView>): Promise<void> {
    if (this.busy) return
    this.busy = what
    this.trouble = undefined
    try {
      this.view = await act()
    } catch (thrown) {
      this.trouble = errorWords(thrown)
    } finally {
      this.busy = undefined
    }
  }
}
