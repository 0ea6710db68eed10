// Every time a face was here, named or not, most alike first. Owns the question that is shown and its answer; an answer
// to an older question never shows.
import type { Backend } from '$lib/backend/backend'
import type { EventView, FaceMatchView, PictureInput } from '$lib/contract'
import { route } from '$lib/route/route.svelte'

/** A kept face, or a picture of the owner's. */
export type Wanted = { faceId: number } | { picture: PictureInput }

/** No more are shown; whoever has been here more often is not told apart by reading on. */
export const foundAtMost = 200

/** Leads to every time a kept face was here. */
export function findFace(faceId: number): void {
  route.go('timeline', undefined, `face=${faceId}`)
}

export class Finding {
  wanted = $state.raw<Wanted>()
  matches = $state.raw<FaceMatchView[]>([])
  status = $state<'loading' | 'ready' | 'failed'>('loading')
  /** There may be more than are shown. */
  isCut = $derived(this.matches.length >= foundAtMost)
  /** What was refused. */
  refusal = $state.raw<unknown>()
  /** The picture that was looked for last, for whoever goes back to it. */
  private lastPicture: Wanted | undefined
  private loads = 0

  constructor(private readonly backend: Backend) {}

  /** Looks for a kept face; looking for the one that is shown changes nothing. */
  openFace(faceId: number): void {
    if (this.wanted && 'faceId' in this.wanted && this.wanted.faceId === faceId) return
    this.wanted = { faceId }
    this.matches = []
    this.status = 'loading'
    void this.load()
  }

  /** Looks for whoever is on a picture; rejects, and shows what it showed, where that cannot be done. */
  async openPicture(picture: PictureInput): Promise<void> {
    const wanted: Wanted = { picture }
    const matches = await this.ask(wanted)
    this.loads += 1
    this.wanted = wanted
    this.lastPicture = wanted
    this.matches = matches
    this.status = 'ready'
  }

  /** Goes back to the picture that was looked for last; false where there was none since the page began. */
  reopenPicture(): boolean {
    if (!this.lastPicture) return false
    if (this.wanted === this.lastPicture) return true
    this.wanted = this.lastPicture
    this.matches = []
    this.status = 'loading'
    void this.load()
    return true
  }

  close(): void {
    this.wanted = undefined
    this.matches = []
    this.loads += 1
  }

  async load(): Promise<void> {
    const { wanted } = this
    if (!wanted) return
    const load = ++this.loads
    try {
      const matches = await this.ask(wanted)
      if (load !== this.loads) return
      this.matches = matches
      this.status = 'ready'
    } catch (thrown) {
      if (load !== this.loads) return
      this.refusal = thrown
      this.status = 'failed'
    }
  }

  follow(event: EventView): void {
    if (!this.wanted) return
    if (event.type === 'sighting_updated' || event.type === 'sighting_ended') {
      const { sighting } = event
      this.matches = this.matches.map((match) => (match.sighting.id === sighting.id ? { ...match, sighting } : match))
    }
    // Whoever was erased is no longer to be found.
    if (event.type === 'people_changed' || event.type === 'visitors_changed') void this.load()
  }

  private ask(wanted: Wanted): Promise<FaceMatchView[]> {
    const isKept = 'faceId' in wanted
    return this.backend.call('find_face', {
      face_id: isKept ? wanted.faceId : null,
      picture: isKept ? null : wanted.picture,
      limit: foundAtMost,
    })
  }
}
