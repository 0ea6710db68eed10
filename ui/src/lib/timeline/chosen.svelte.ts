// Which sightings are chosen: rows that were read, or all that the filter lets through, of which most may never be read. Owns
// which of the two it is, so that "all" never quietly means "those so far".
import { Selection } from '$lib/lists/selection.svelte'
import type { Filter } from './filter'
import type { Timeline } from './timeline.svelte'

export class ChosenSightings extends Selection {
  /** How many they are where all that the filter lets through are chosen, read or not. */
  whole = $state<number>()
  private filter: Filter | undefined
  private asks = 0

  constructor(private readonly timeline: Timeline) {
    super()
  }

  get count(): number {
    return this.whole ?? this.size
  }

  /** All that were read are chosen, and there are more. */
  get isPart(): boolean {
    const { list, hasMore } = this.timeline
    return this.whole === undefined && hasMore && list.length > 0 && this.size === list.length
  }

  /** All that the filter lets through. */
  async everything(): Promise<void> {
    const ask = ++this.asks
    const { filter } = this.timeline
    const count = await this.timeline.count().catch(() => undefined)
    if (ask !== this.asks || filter !== this.timeline.filter || count === undefined) return
    super.all(this.timeline.list.map(({ id }) => id))
    this.whole = count
    this.filter = filter
  }

  override toggle(id: number): void {
    this.narrow()
    super.toggle(id)
  }

  override begin(id: number, keeps: boolean): void {
    this.narrow()
    super.begin(id, keeps)
  }

  override reach(order: number[], to: number): void {
    this.narrow()
    super.reach(order, to)
  }

  override all(order: number[]): void {
    this.narrow()
    super.all(order)
  }

  override clear(): void {
    this.narrow()
    super.clear()
  }

  /** What is read later, or comes meanwhile, is one of all. */
  override keep(order: number[]): void {
    if (this.whole === undefined) super.keep(order)
    else if (this.filter === this.timeline.filter) {
      super.all(order)
      void this.everything()
    } else this.clear()
  }

  private narrow(): void {
    this.asks += 1
    this.whole = undefined
  }
}
