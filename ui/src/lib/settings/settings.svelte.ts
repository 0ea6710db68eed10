// The owner's settings. Owns what the page shows of them; a change is shown at once and taken back if it is refused.
import type { Backend } from '$lib/backend/backend'
import type { EventView, SettingsView } from '$lib/contract'
import { errorWords } from '$lib/errors/words'
import type { Toasts } from '$lib/toasts/toasts.svelte'

export class Settings {
  view = $state<SettingsView>()
  private saving = 0

  constructor(
    private readonly backend: Backend,
    private readonly toasts: Toasts,
  ) {}

  async load(): Promise<void> {
    const view = await this.backend.call('settings', {})
    if (this.saving === 0) this.view = view
  }

  async change(part: Partial<SettingsView>): Promise<void> {
    if (!this.view) return
    const before = this.view
    this.view = { ...before, ...part }
    this.saving += 1
    try {
      const saved = await this.backend.call('save_settings', $state.snapshot(this.view))
      if (this.saving === 1) this.view = saved
    } catch (thrown) {
      this.view = before
      this.toasts.trouble(errorWords(thrown))
    } finally {
      this.saving -= 1
    }
  }

  follow(event: EventView): void {
    // An echo of the change being saved would move the slider under the owner's finger.
    if (event.type === 'settings_changed' && this.saving === 0) void this.load()
  }
}
