// Who is here now and who was here lately. Owns a short list, newest first; the whole history is the program's.
import type { Backend } from '$lib/backend/backend'
import type { EventView, SightingView } from '$lib/contract'

const keptAtMost = 40

export class Sightings {
  lately = $state<SightingView[]>([])
  /** Those still there. */
  open = $derived(this.lately.filter((sighting) => sighting.ended_at === null))

  constructor(private readonly backend: Backend) {}

  async load(): Promise<void> {
    const query = { limit: keptAtMost, before: null, person_id: null, visitor_id: null, only_open: false }
    this.lately = (await this.backend.call('sightings', query)).sightings
  }

  find(id: number): SightingView | undefined {
    return this.lately.find((sighting) => sighting.id === id)
  }

  follow(event: EventView): void {
    switch (event.type) {
      case 'sighting_started':
      case 'sighting_updated':
      case 'sighting_ended':
        this.put(event.sighting)
        break
      // Names of past sightings follow the people they belong to.
      case 'people_changed':
      case 'cameras_changed':
        void this.load().catch(() => undefined)
        break
      default:
    }
  }

  private put(sighting: SightingView): void {
    const others = this.lately.filter((one) => one.id !== sighting.id)
    this.lately = [sighting, ...others].sort((a, b) => b.started_at - a.started_at).slice(0, keptAtMost)
  }
}
