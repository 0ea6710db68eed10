// The sightings of one person or visitor, page by page, newest first. Owns the list of whoever is looked at; must not
// know how it is shown.
import type { Backend } from '$lib/backend/backend'
import type { EventView, SightingView } from '$lib/contract'
import { everything } from './query'

export type Whose = { person_id: number; visitor_id: null } | { person_id: null; visitor_id: number }

const page = 12

export class History {
  list = $state<SightingView[]>([])
  status = $state<'loading' | 'ready' | 'failed'>('loading')
  hasMore = $state(false)
  private whose: Whose | undefined
  private loads = 0

  constructor(private readonly backend: Backend) {}

  /** Begins with somebody's newest; gives the way to end it, which does nothing once somebody else is looked at. */
  open(whose: Whose): () => void {
    this.whose = whose
    this.list = []
    this.status = 'loading'
    void this.load()
    return () => {
      if (this.whose !== whose) return
      this.whose = undefined
      this.loads += 1
    }
  }

  async load(): Promise<void> {
    const { whose } = this
    if (!whose) return
    const load = ++this.loads
    const limit = Math.min(500, Math.max(page, this.list.length))
    try {
      const { sightings } = await this.ask(whose, limit, null)
      if (load !== this.loads) return
      this.list = sightings
      this.hasMore = sightings.length >= limit
      this.status = 'ready'
    } catch {
      if (load === this.loads) this.status = 'failed'
    }
  }

  async more(): Promise<void> {
    const { whose } = this
    const before = this.list.at(-1)?.started_at
    if (!whose || before === undefined) return
    const load = ++this.loads
    try {
      const { sightings } = await this.ask(whose, page, before)
      if (load !== this.loads) return
      const shown = new Set(this.list.map((sighting) => sighting.id))
      this.list = [...this.list, ...sightings.filter((sighting) => !shown.has(sighting.id))]
      this.hasMore = sightings.length >= page
    } catch {
      if (load === this.loads) this.status = 'failed'
    }
  }

  follow(event: EventView): void {
    if (!this.whose) return
    if (event.type === 'sighting_started' || event.type === 'sighting_updated' || event.type === 'sighting_ended') {
      const { sighting } = event
      const isTheirs = this.isTheirs(sighting)
      if (isTheirs || this.list.some((one) => one.id === sighting.id)) void this.load()
    }
    if (event.type === 'people_changed' || event.type === 'visitors_changed') void this.load()
  }

  private isTheirs({ person_id, visitor_id }: SightingView): boolean {
    if (!this.whose) return false
    return this.whose.person_id !== null ? person_id === this.whose.person_id : visitor_id === this.whose.visitor_id
  }

  private ask(whose: Whose, limit: number, before: number | null) {
    return this.backend.call('sightings', { ...everything, ...whose, limit, before })
  }
}
