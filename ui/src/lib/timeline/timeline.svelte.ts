// All sightings, newest first, as far back as was scrolled. Owns the list and keeps it true while things happen; must not
// know how it is shown, nor where the filter comes from.
import type { Backend } from '$lib/backend/backend'
import type { EventView, SightingView } from '$lib/contract'
import { everything } from '$lib/sightings/query'
import { askedFor, filterOf, lets, queryOf } from './filter'
import type { Filter } from './filter'

const page = 100
const dayMs = 24 * 3_600_000
/** The program gives no more at once. */
const atMost = 500

export class Timeline {
  list = $state.raw<SightingView[]>([])
  status = $state<'loading' | 'ready' | 'failed'>('loading')
  /** Whether older ones could be read when they were asked for last. */
  more = $state<'ready' | 'asking' | 'failed'>('ready')
  hasMore = $state(false)
  filter = $state.raw<Filter>(filterOf(undefined))
  /** How far it was scrolled, for whoever comes back; nothing on the screen follows it. */
  scrolled = 0
  private isOpen = false
  private loads = 0
  private isRefreshing = false
  private isStale = false
  /** What was told since the last question; it is newer than the answer. */
  private readonly told = new Map<number, SightingView>()

  constructor(private readonly backend: Backend) {}

  /** Begins with the newest that the filter lets through, or goes on where it was left; gives the way to end it. */
  open(filter: Filter): () => void {
    this.isOpen = true
    if (queryOf(filter) !== queryOf(this.filter)) {
      this.list = []
      this.scrolled = 0
    }
    this.filter = filter
    void this.load()
    return () => {
      if (this.filter !== filter) return
      this.isOpen = false
      this.loads += 1
    }
  }

  /** Reads anew what is listed, at least a page. */
  async load(): Promise<void> {
    const load = ++this.loads
    this.more = 'ready'
    this.told.clear()
    if (this.list.length === 0) this.status = 'loading'
    const wanted = Math.max(page, this.list.length)
    try {
      let found: SightingView[] = []
      let hasMore = true
      while (hasMore && found.length < wanted) {
        const next = await this.after(found, Math.min(atMost, wanted - found.length))
        if (load !== this.loads) return
        found = [...found, ...next.sightings]
        hasMore = next.hasMore
      }
      this.hasMore = hasMore
      this.list = this.withTold(found)
      this.status = 'ready'
    } catch {
      // What was read before is still worth more than nothing.
      if (load === this.loads && this.list.length === 0) this.status = 'failed'
    }
  }

  /** Older ones. */
  async older(): Promise<void> {
    if (this.status !== 'ready' || !this.hasMore || this.more === 'asking' || this.isRefreshing) return
    const load = ++this.loads
    this.more = 'asking'
    this.told.clear()
    try {
      const { sightings, hasMore } = await this.after(this.list, page)
      if (load !== this.loads) return
      this.hasMore = hasMore
      this.list = this.withTold([...this.list, ...sightings])
      this.more = 'ready'
    } catch {
      if (load === this.loads) this.more = 'failed'
    }
  }

  /** How many the filter lets through, read or not. */
  async count(): Promise<number> {
    const query = { ...everything, ...askedFor(this.filter), limit: 1 }
    // From the first moment there is to one that has not come.
    const { counts } = await this.backend.call('sighting_density', { query, moments: [0, Date.now() + dayMs] })
    return counts.reduce((sum, count) => sum + count, 0)
  }

  follow(event: EventView): void {
    if (!this.isOpen) return
    switch (event.type) {
      case 'sighting_started':
      case 'sighting_updated':
      case 'sighting_ended':
        this.told.set(event.sighting.id, event.sighting)
        if (this.status === 'ready') this.list = this.withTold(this.list, [event.sighting])
        break
      // Names of past sightings follow the people they belong to.
      case 'people_changed':
      case 'visitors_changed':
        void this.refresh()
        break
      default:
    }
  }

  /** One reading at a time, and one more for whatever changed meanwhile. */
  private async refresh(): Promise<void> {
    this.isStale = true
    if (this.isRefreshing) return
    this.isRefreshing = true
    while (this.isStale && this.isOpen) {
      this.isStale = false
      await this.load()
    }
    this.isRefreshing = false
  }

  private withTold(list: SightingView[], told: Iterable<SightingView> = this.told.values()): SightingView[] {
    const byId = new Map([...told].map((sighting) => [sighting.id, sighting]))
    // Beyond the oldest that was read, others would be left out in between.
    const oldest = this.hasMore ? (list.at(-1)?.started_at ?? -Infinity) : -Infinity
    const shown = [...byId.values()].filter((one) => one.started_at >= oldest && lets(this.filter, one))
    return [...shown, ...list.filter((one) => !byId.has(one.id))].sort(newestFirst)
  }

  private async after(known: SightingView[], limit: number) {
    const asked = askedFor(this.filter)
    const oldest = known.at(-1)?.started_at
    const shown = new Set(known.map((sighting) => sighting.id))
    // Several may have begun in the very moment at which the page ended, so that moment is asked for again.
    const alreadyThere = known.filter((sighting) => sighting.started_at === oldest).length
    const before = oldest === undefined ? asked.before : oldest + 1
    const size = Math.min(atMost, limit + alreadyThere)
    const query = { ...everything, ...asked, before: before ?? null, limit: size }
    const { sightings } = await this.backend.call('sightings', query)
    const older = sightings.filter(({ id }) => !shown.has(id))
    return { sightings: older, hasMore: sightings.length >= size && older.length > 0 }
  }
}

function newestFirst(one: SightingView, other: SightingView): number {
  return other.started_at - one.started_at || other.id - one.id
}
