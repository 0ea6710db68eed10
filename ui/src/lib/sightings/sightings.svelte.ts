// Who is here now and who was here lately. Owns a short list, newest first, and what was thought before of those whose
// verdict was corrected; the whole history is the program's.
import type { Backend } from '$lib/backend/backend'
import type { EventView, SightingView } from '$lib/contract'
import { everything } from './query'
import { isSameWho, onceEach } from './subjects'

const keptAtMost = 40

export class Sightings {
  lately = $state<SightingView[]>([])
  /** Everybody once, as they were seen last. */
  shown = $derived(onceEach(this.lately))
  /** Those still there. */
  open = $derived(this.shown.filter((sighting) => sighting.ended_at === null))
  /** What was thought of a sighting before its verdict was corrected. */
  private corrected = $state<Record<number, SightingView>>({})
  private readonly toldSince = new Set<number>()
  private loads = 0

  constructor(private readonly backend: Backend) {}

  async load(): Promise<void> {
    const load = ++this.loads
    this.toldSince.clear()
    const { sightings } = await this.backend.call('sightings', { ...everything, limit: keptAtMost })
    if (load !== this.loads) return
    // What was told since the question is newer than the answer.
    const told = this.lately.filter((sighting) => this.toldSince.has(sighting.id))
    const answered = sightings.filter((sighting) => !this.toldSince.has(sighting.id))
    for (const sighting of answered) this.note(sighting)
    this.keep([...told, ...answered])
  }

  find(id: number): SightingView | undefined {
    return this.lately.find((sighting) => sighting.id === id)
  }

  /** What was thought of it before it was corrected. */
  before(id: number): SightingView | undefined {
    return this.corrected[id]
  }

  follow(event: EventView): void {
    switch (event.type) {
      case 'sighting_started':
      case 'sighting_updated':
      case 'sighting_ended':
        this.toldSince.add(event.sighting.id)
        this.note(event.sighting)
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

  /** The first verdict on somebody who is there is no correction; another one on the same sighting is. */
  private note(now: SightingView): void {
    const was = this.corrected[now.id] ?? this.find(now.id)
    if (!was) return
    const others = Object.fromEntries(Object.entries(this.corrected).filter(([id]) => Number(id) !== now.id))
    if (isSameWho(was, now)) this.corrected = others
    else if (was.verdict !== 'unclear' || was.ended_at !== null) this.corrected = { ...others, [now.id]: was }
  }

  private put(sighting: SightingView): void {
    const others = this.lately.filter((one) => one.id !== sighting.id)
    this.keep([sighting, ...others])
  }

  private keep(list: SightingView[]): void {
    this.lately = list.sort((a, b) => b.started_at - a.started_at).slice(0, keptAtMost)
    const kept = Object.entries(this.corrected).filter(([id]) => this.find(Number(id)))
    this.corrected = Object.fromEntries(kept)
  }
}
