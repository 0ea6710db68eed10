// Why one sighting has its verdict, and what the owner says to it. Owns the answer to one question at a time; an answer
// to an older question never shows.
import type { Backend } from '$lib/backend/backend'
import { isApiError } from '$lib/contract'
import type { EventView, MoveTarget, SightingView, WhyView } from '$lib/contract'
import { t } from '$lib/i18n'
import type { Journal } from '$lib/journal/journal.svelte'

export class Why {
  id = $state<number>()
  view = $state<WhyView>()
  status = $state<'loading' | 'ready' | 'failed' | 'gone'>('loading')
  /** The field for a name is to get the focus once, when it is there. */
  isToName = $state(false)
  private loads = 0

  constructor(
    private readonly backend: Backend,
    private readonly journal: Journal,
  ) {}

  /** Asks about a sighting; asking about the one that is shown changes nothing. */
  open(id: number): void {
    if (this.id === id) return
    this.id = id
    this.view = undefined
    this.status = 'loading'
    void this.load()
  }

  toggle(id: number): void {
    if (this.id === id) this.close()
    else this.open(id)
  }

  close(): void {
    this.id = undefined
    this.isToName = false
    this.view = undefined
    this.loads += 1
  }

  async load(): Promise<void> {
    const { id } = this
    if (id === undefined) return
    const load = ++this.loads
    try {
      const view = await this.backend.call('why', { id })
      if (load !== this.loads) return
      this.view = view
      this.status = 'ready'
    } catch (thrown) {
      if (load !== this.loads) return
      this.status = isApiError(thrown) && thrown.code === 'not_found' ? 'gone' : 'failed'
    }
  }

  follow(event: EventView): void {
    if (this.id === undefined) return
    const isAbout =
      (event.type === 'sighting_updated' || event.type === 'sighting_ended') && event.sighting.id === this.id
    if (isAbout || event.type === 'people_changed' || event.type === 'visitors_changed') void this.load()
  }

  /** "Yes, it is": its faces become the person's if they show something new. */
  confirm(sighting: Pick<SightingView, 'id'>, name: string): Promise<boolean> {
    return this.journal.tell(t('why.confirmed', { name }), () =>
      this.backend.call('confirm_sighting', { id: sighting.id }),
    )
  }

  move(sighting: Pick<SightingView, 'id'>, target: MoveTarget, name: string): Promise<boolean> {
    return this.journal.tell(t('why.moved', { name }), () =>
      this.backend.call('move_sighting', { id: sighting.id, target }),
    )
  }

  reject(sighting: Pick<SightingView, 'id'>, personId: number, name: string): Promise<boolean> {
    return this.journal.tell(t('visitors.rejected', { name }), () =>
      this.backend.call('reject_sighting', { id: sighting.id, person_id: personId }),
    )
  }
}
