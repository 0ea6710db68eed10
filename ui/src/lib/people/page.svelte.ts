// What a person's page shows beside the person: visitors who may be them, and when and where they were. Owns these for
// the person who is looked at.
import type { Backend } from '$lib/backend/backend'
import type { EventView, LikeVisitorView, SeenOverView } from '$lib/contract'
import { yearUpTo } from './year'
import type { Year } from './year'

export class PersonPage {
  like = $state<LikeVisitorView[]>([])
  status = $state<'loading' | 'ready' | 'failed'>('loading')
  year = $state.raw<Year>({ days: [], moments: [] })
  seen = $state.raw<SeenOverView>()
  seenStatus = $state<'loading' | 'ready' | 'failed'>('loading')
  private of: { personId: number } | undefined
  private loads = 0

  constructor(private readonly backend: Backend) {}

  /** Begins with somebody; gives the way to end it, which does nothing once somebody else is looked at. */
  open(personId: number): () => void {
    const of = { personId }
    this.of = of
    this.like = []
    this.status = 'loading'
    this.seen = undefined
    this.seenStatus = 'loading'
    void this.load()
    return () => {
      if (this.of !== of) return
      this.of = undefined
      this.loads += 1
    }
  }

  async load(): Promise<void> {
    const id = this.of?.personId
    if (id === undefined) return
    const load = ++this.loads
    const year = yearUpTo(Date.now())
    await Promise.all([
      this.backend.call('visitors_like', { id }).then(
        (like) => {
          if (load !== this.loads) return
          this.like = like
          this.status = 'ready'
        },
        () => {
          if (load === this.loads) this.status = 'failed'
        },
      ),
      this.backend.call('seen_over', { id, moments: year.moments }).then(
        (seen) => {
          if (load !== this.loads) return
          this.year = year
          this.seen = seen
          this.seenStatus = 'ready'
        },
        () => {
          if (load === this.loads) this.seenStatus = 'failed'
        },
      ),
    ])
  }

  follow(event: EventView): void {
    const isAboutThem = event.type === 'sighting_ended' && event.sighting.person_id === this.of?.personId
    if (event.type === 'visitors_changed' || event.type === 'people_changed' || isAboutThem) void this.load()
  }
}
