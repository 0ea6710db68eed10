// Thresholds that the owner tries: what they would have changed last week is asked while the slider moves, and answered
// before they are saved, for afterwards there is nothing to compare with. Owns the proposal until it is saved.
import type { Backend } from '$lib/backend/backend'
import type { SettingsView, ThresholdPreview, ThresholdProposal } from '$lib/contract'
import type { Settings } from './settings.svelte'

/** Long enough that a finger on an arrow key asks once. */
const restMs = 250

export class Proposal {
  /** What the last proposal would have changed; stays until the next one. */
  preview = $state<ThresholdPreview>()
  isAsking = $state(false)
  /** What is shown instead of the settings: where a slider is, and what is not saved yet. */
  moved = $state<Partial<ThresholdProposal>>({})
  private settled: Partial<ThresholdProposal> = {}
  private asks = 0
  private timer: ReturnType<typeof setTimeout> | undefined

  constructor(
    private readonly backend: Backend,
    private readonly settings: Settings,
  ) {}

  /** The slider moves. */
  propose(part: Partial<ThresholdProposal>): void {
    this.moved = { ...this.moved, ...part }
    this.later()
  }

  /** The slider rests: asks once more if it has to, then saves. */
  settle(part: Partial<ThresholdProposal>): void {
    this.settled = { ...this.settled, ...part }
    this.propose(part)
  }

  /** What is about to be saved is saved at once; for when the view is left. */
  async finish(): Promise<void> {
    clearTimeout(this.timer)
    this.timer = undefined
    this.asks += 1
    this.isAsking = false
    await this.save()
    this.moved = {}
    this.preview = undefined
  }

  private later(): void {
    clearTimeout(this.timer)
    this.timer = setTimeout(() => void this.ask(), restMs)
  }

  private async ask(): Promise<void> {
    const { view } = this.settings
    if (!view) return
    const ask = ++this.asks
    this.isAsking = true
    try {
      const preview = await this.backend.call('preview_thresholds', { ...thresholdsOf(view), ...this.moved })
      if (ask === this.asks) this.preview = preview
    } catch {
      // What would have changed cannot be told; the setting is the owner's all the same.
      if (ask === this.asks) this.preview = undefined
    }
    if (ask !== this.asks) return
    this.isAsking = false
    await this.save()
  }

  private async save(): Promise<void> {
    const part = this.settled
    this.settled = {}
    if (Object.keys(part).length === 0) return
    // A slider that moved on since stays where it is.
    const stillMoving = Object.entries(this.moved).filter(([name, value]) => part[name as keyof typeof part] !== value)
    this.moved = Object.fromEntries(stillMoving)
    await this.settings.change(part)
  }
}

function thresholdsOf({ known_threshold, blacklist_threshold, fits_home }: SettingsView): ThresholdProposal {
  return { known_threshold, blacklist_threshold, fits_home }
}
