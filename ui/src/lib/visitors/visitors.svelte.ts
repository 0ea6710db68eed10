// Strangers waiting for a name. Owns the list and what is done to it: a visitor leaves the list at once and comes back
// if the program refuses, so that naming fifty of them never waits.
import type { Backend } from '$lib/backend/backend'
import type { EventView, PersonKindView, SubjectView, VisitorView } from '$lib/contract'
import { errorWords } from '$lib/errors/words'
import { t } from '$lib/i18n'
import type { Journal } from '$lib/journal/journal.svelte'
import type { Toasts } from '$lib/toasts/toasts.svelte'

const page = 100

export class Visitors {
  list = $state<VisitorView[]>([])
  status = $state<'loading' | 'ready' | 'failed'>('loading')
  hasMore = $state(false)
  private readonly leaving = new Set<number>()
  private loads = 0
  private isHeld = false

  constructor(
    private readonly backend: Backend,
    private readonly toasts: Toasts,
    private readonly journal: Journal,
  ) {}

  async load(): Promise<void> {
    const load = ++this.loads
    try {
      const limit = Math.max(page, this.list.length)
      const list = await this.backend.call('visitors', { limit: Math.min(500, limit), before: null })
      // An answer to an older question must not overwrite a newer one.
      if (load !== this.loads) return
      this.hasMore = list.length >= limit
      this.list = this.ordered(list.filter((visitor) => !this.leaving.has(visitor.id)))
      this.status = 'ready'
    } catch {
      if (load === this.loads) this.status = 'failed'
    }
  }

  async loadMore(): Promise<void> {
    const before = this.list.at(-1)?.last_seen
    if (before === undefined) return
    const more = await this.backend.call('visitors', { limit: page, before })
    this.hasMore = more.length >= page
    const shown = new Set(this.list.map((visitor) => visitor.id))
    this.list = [...this.list, ...more.filter((visitor) => !shown.has(visitor.id))]
  }

  /**
   * Keeps everybody where they are while the owner is among them, so that nothing moves under the pointer or away from
   * a name being typed. Whoever comes meanwhile stands at the end.
   */
  hold(isHeld: boolean): void {
    if (this.isHeld === isHeld) return
    this.isHeld = isHeld
    if (!isHeld) this.list = this.ordered(this.list)
  }

  private ordered(list: VisitorView[]): VisitorView[] {
    const byLastSeen = [...list].sort((a, b) => b.last_seen - a.last_seen)
    if (!this.isHeld) return byLastSeen
    const places = new Map(this.list.map((visitor, place) => [visitor.id, place]))
    const placeOf = (visitor: VisitorView): number => places.get(visitor.id) ?? places.size
    return byLastSeen.sort((a, b) => placeOf(a) - placeOf(b))
  }

  find(id: number): VisitorView | undefined {
    return this.list.find((visitor) => visitor.id === id)
  }

  follow(event: EventView): void {
    if (event.type === 'visitors_changed') void this.load()
  }

  /** Names a visitor; gives whether it was done. */
  name(visitor: Named, name: string): Promise<boolean> {
    return this.settle(visitor, t('visitors.named', { name: name.trim() }), () => this.become(visitor, name, 'known'))
  }

  blacklist(visitor: Named, name = ''): Promise<boolean> {
    const who = name.trim() || t('visitor.number', { number: visitor.number })
    return this.settle(visitor, t('visitors.blacklisted', { name: who }), () =>
      this.become(visitor, name, 'blacklisted'),
    )
  }

  ignore(visitor: Named): Promise<boolean> {
    const name = t('visitor.number', { number: visitor.number })
    return this.settle(visitor, t('visitors.ignored', { name }), () => this.become(visitor, '', 'ignored'))
  }

  merge(visitor: Named, into: SubjectView, intoName: string): Promise<boolean> {
    return this.settle(visitor, t('visitors.merged', { name: intoName }), () =>
      this.backend.call('merge_visitor', { id: visitor.id, into }),
    )
  }

  /** "No, that is not …": the question goes, the visitor stays. */
  async reject(visitor: Named, personId: number, personName: string): Promise<void> {
    try {
      await this.backend.call('reject_visitor', { id: visitor.id, person_id: personId })
      this.list = this.list.map((one) => (one.id === visitor.id ? { ...one, suggestion: null } : one))
      this.toasts.done(t('visitors.rejected', { name: personName }), () => void this.journal.undo())
      await this.load()
    } catch (thrown) {
      this.toasts.trouble(errorWords(thrown))
    }
  }

  /** These faces are somebody else. */
  split(visitor: Named, faceIds: number[]): Promise<boolean> {
    const name = t('visitor.number', { number: visitor.number })
    return this.journal.tell(t('visitors.parted', { name }), async () => {
      await this.backend.call('split_visitor', { id: visitor.id, face_ids: faceIds })
      await this.load()
    })
  }

  private become(visitor: Named, name: string, kind: PersonKindView): Promise<unknown> {
    return this.backend.call('name_visitor', { id: visitor.id, name: name.trim(), kind })
  }

  private async settle(visitor: Named, done: string, act: () => Promise<unknown>): Promise<boolean> {
    if (this.leaving.has(visitor.id)) return false
    this.leaving.add(visitor.id)
    const before = this.list
    this.list = before.filter((one) => one.id !== visitor.id)
    try {
      await act()
      this.toasts.done(done, () => void this.journal.undo())
      return true
    } catch (thrown) {
      this.toasts.trouble(errorWords(thrown))
      return false
    } finally {
      this.leaving.delete(visitor.id)
      await this.load()
    }
  }
}

/** As much of a visitor as an act needs. */
export type Named = Pick<VisitorView, 'id' | 'number'>
