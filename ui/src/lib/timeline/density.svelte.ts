// How many came when, for the strip above the timeline. Owns the counts; an answer to an older question never shows.
import type { Backend } from '$lib/backend/backend'
import type { EventView } from '$lib/contract'
import { everything } from '$lib/sightings/query'
import { askedFor, lets } from './filter'
import type { Filter } from './filter'
import { momentsOf, trimmed } from './scrub'

export class Density {
  moments = $state.raw<number[]>([])
  counts = $state.raw<number[]>([])
  private filter: Filter | undefined
  private keptDays = 0
  private loads = 0

  constructor(private readonly backend: Backend) {}

  /** Counts anew for what narrows the list; where in it one is does not matter. */
  async load(filter: Filter, keptDays: number, now: number): Promise<void> {
    this.filter = { ...filter, until: undefined }
    this.keptDays = keptDays
    const load = ++this.loads
    const moments = momentsOf(filter, now, keptDays)
    const query = { ...everything, ...askedFor(this.filter), limit: 1 }
    const counts = await this.backend.call('sighting_density', { query, moments }).then(
      (view) => view.counts,
      // Without counts the strip is a ruler still.
      () => moments.slice(1).map(() => 0),
    )
    if (load !== this.loads) return
    const isChosen = filter.day !== undefined || filter.from !== undefined
    const shown = isChosen ? { moments, counts } : trimmed(moments, counts)
    this.moments = shown.moments
    this.counts = shown.counts
  }

  close(): void {
    this.filter = undefined
    this.loads += 1
  }

  follow(event: EventView): void {
    if (!this.filter) return
    if (event.type === 'sighting_started' && lets(this.filter, event.sighting)) {
      const at = event.sighting.started_at
      const span = this.moments.findIndex((moment) => moment > at) - 1
      if (span >= 0) this.counts = this.counts.with(span, (this.counts[span] ?? 0) + 1)
      // A new day, which the strip does not show yet.
      else if (at >= (this.moments.at(-1) ?? 0)) void this.load(this.filter, this.keptDays, at)
    }
    if (event.type === 'people_changed' || event.type === 'visitors_changed')
      void this.load(
        this.filter,
        this.keptDays,
        this.moments.at(-1) === undefined ? Date.now() : (this.moments.at(-1) ?? 0) - 1,
      )
  }
}
