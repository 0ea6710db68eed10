// How recognition fares: remembered answers, and kept faces that are read again for another model. Owns the program's
// last word on it.
import type { Backend } from '$lib/backend/backend'
import type { EventView, RecognitionView } from '$lib/contract'
import { errorWords } from '$lib/errors/words'
import type { Toasts } from '$lib/toasts/toasts.svelte'

export class Recognition {
  view = $state<RecognitionView>()
  private isBusy = false

  constructor(
    private readonly backend: Backend,
    private readonly toasts: Toasts,
  ) {}

  async load(): Promise<void> {
    this.view = await this.backend.call('recognition', {})
  }

  async pause(isPaused: boolean): Promise<void> {
    if (this.isBusy) return
    this.isBusy = true
    try {
      this.view = await this.backend.call('pause_reembedding', { is_paused: isPaused })
    } catch (thrown) {
      this.toasts.trouble(errorWords(thrown))
    } finally {
      this.isBusy = false
    }
  }

  follow(event: EventView): void {
    if (event.type === 'recognition_changed') this.view = event.recognition
  }
}
