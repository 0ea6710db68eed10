// What a person's page shows beside the person: visitors who may be them. Owns these for the
// person who is looked at.
import type { Backend } from '$lib/backend/backend'
import type { EventView, LikeVisitorView } from '$lib/contract'

export class PersonPage {
  like = $state<LikeVisitorView[]>([])
  status = $state<'loading' | 'ready' | 'failed'>('loading')
  private of: { personId: number } | undefined
  private loads = 0

  constructor(private readonly backend: Backend) {}

  /** Begins with somebody; gives the way to end it, which does nothing once somebody else is looked at. */
  open(personId: number): () => void {
    const of = { personId }
    this.of = of
    this.like = []
    this.status = 'loading'
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
    try {
      const like = await this.backend.call('visitors_like', { id })
      if (load !== this.loads) return
      this.like = like
      this.status = 'ready'
    } catch {
      if (load === this.loads) this.status = 'failed'
    }
  }

  follow(event: EventView): void {
    if (event.type === 'visitors_changed' || event.type === 'people_changed') void this.load()
  }
}
