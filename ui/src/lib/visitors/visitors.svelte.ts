// Strangers waiting for a name. Owns the list and what is done to it: a visitor leaves the list at once and comes back
// if the program refuses, so that naming fifty of them never waits. The order of all of them is known at any time; what
// is shown of one is asked for when its strip comes in sight, so that ten thousand cost no more than ten.
import type { Backend } from '$lib/backend/backend'
import type { EventView, PersonKindView, SplitVisitor, SubjectView, VisitorRow, VisitorView } from '$lib/contract'
import { t } from '$lib/i18n'
import type { Journal } from '$lib/journal/journal.svelte'

/** Asked for before anybody looks, so that the first strips are there at once. */
const firstPage = 60
/** The program takes and gives no more at once. */
export const atMostTogether = 500

export class Visitors {
  /** All of them, last seen first. */
  rows = $state.raw<VisitorRow[]>([])
  private views = $state.raw<ReadonlyMap<number, VisitorView>>(new Map())
  status = $state<'loading' | 'ready' | 'failed'>('loading')
  /** Those who were in sight so far, in order. */
  readonly list: VisitorView[] = $derived(this.rows.flatMap(({ id }) => this.views.get(id) ?? []))
  private readonly ids = $derived(new Set(this.rows.map((row) => row.id)))
  /** As the program ordered them last. */
  private latest: VisitorRow[] = []
  /** Whose view is as it is now. */
  private fresh = new Set<number>()
  private wanted: number[] = []
  private asking: Promise<void> | undefined
  private readonly underWay = new Set<Promise<unknown>>()
  private readonly leaving = new Set<number>()
  private loads = 0
  private isHeld = false
  /** Who stands where while nobody moves; whoever left keeps a place to come back to. */
  private held: number[] = []

  constructor(
    private readonly backend: Backend,
    private readonly journal: Journal,
  ) {}

  async load(): Promise<void> {
    const load = ++this.loads
    try {
      const rows = await this.backend.call('visitor_rows', {})
      const there = new Set(rows.map((row) => row.id))
      const first = this.wanted.length > 0 ? this.wanted : rows.slice(0, firstPage).map((row) => row.id)
      const ids = first.filter((id) => there.has(id))
      const views = ids.length > 0 ? await this.backend.call('visitors_by_id', { ids }) : []
      // An answer to an older question must not overwrite a newer one.
      if (load !== this.loads) return
      this.fresh = new Set(ids)
      this.latest = rows
      this.rows = this.ordered()
      this.put(views, there)
      this.status = 'ready'
    } catch {
      if (load === this.loads) this.status = 'failed'
    }
  }

  /** These are in sight now. */
  want(ids: number[]): void {
    this.wanted = ids.slice(0, atMostTogether)
    this.asking ??= this.ask().finally(() => (this.asking = undefined))
  }

  /** What is known of these, asked for where it is not. */
  async details(ids: number[]): Promise<VisitorView[]> {
    const missing = ids.filter((id) => !this.views.has(id))
    for (let i = 0; i < missing.length; i += atMostTogether)
      this.put(await this.backend.call('visitors_by_id', { ids: missing.slice(i, i + atMostTogether) }))
    return ids.flatMap((id) => this.views.get(id) ?? [])
  }

  find(id: number): VisitorView | undefined {
    return this.ids.has(id) ? this.views.get(id) : undefined
  }

  /** Asks for those whose number is written so, newest first; they are listed once they are known. */
  async seek(number: string): Promise<void> {
    const found = this.rows.filter((row) => String(row.number).startsWith(number)).slice(0, 20)
    await this.details(found.map(({ id }) => id)).catch(() => [])
  }

  /**
   * Keeps everybody where they are while the owner is among them, so that nothing moves under the pointer or away from
   * a name being typed. Whoever comes meanwhile stands at the end.
   */
  hold(isHeld: boolean): void {
    if (this.isHeld === isHeld) return
    this.isHeld = isHeld
    this.held = this.rows.map((row) => row.id)
    this.rows = this.ordered()
  }

  follow(event: EventView): void {
    if (event.type === 'visitors_changed') void this.load()
  }

  /** Waits until nothing is under way: what is taken back then is what was done last. */
  async quiet(): Promise<void> {
    await Promise.allSettled([...this.underWay])
  }

  /** Names a visitor; gives whether it was done. */
  name(visitor: Named, name: string): Promise<boolean> {
    return this.settle([visitor], t('visitors.named', { name: name.trim() }), () => this.become(visitor, name, 'known'))
  }

  blacklist(visitor: Named, name = ''): Promise<boolean> {
    const who = name.trim() || t('visitor.number', { number: visitor.number })
    return this.settle([visitor], t('visitors.blacklisted', { name: who }), () =>
      this.become(visitor, name, 'blacklisted'),
    )
  }

  ignore(visitor: Named): Promise<boolean> {
    const name = t('visitor.number', { number: visitor.number })
    return this.settle([visitor], t('visitors.ignored', { name }), () => this.become(visitor, '', 'ignored'))
  }

  merge(visitor: Named, into: SubjectView, intoName: string): Promise<boolean> {
    return this.settle([visitor], t('visitors.merged', { name: intoName }), () =>
      this.backend.call('merge_visitor', { id: visitor.id, into }),
    )
  }

  /** All of them are one person. */
  nameAll(visitors: Named[], name: string): Promise<boolean> {
    const done = t('visitors.named_many', { name: name.trim(), count: visitors.length })
    return this.settle(visitors, done, () => this.becomeAll(visitors, name, 'known'))
  }

  /** Each of them is somebody. */
  blacklistAll(visitors: Named[]): Promise<boolean> {
    const done = t('visitors.blacklisted_many', { count: visitors.length })
    return this.settle(visitors, done, () => this.becomeAll(visitors, '', 'blacklisted'))
  }

  ignoreAll(visitors: Named[]): Promise<boolean> {
    const done = t('visitors.ignored_many', { count: visitors.length })
    return this.settle(visitors, done, () => this.becomeAll(visitors, '', 'ignored'))
  }

  /** All of them are one visitor, who goes on. */
  mergeAll(visitors: Named[], into: Named): Promise<boolean> {
    const others = visitors.filter((one) => one.id !== into.id)
    const ids = others.map((one) => one.id)
    const name = t('visitor.number', { number: into.number })
    const done = t('visitors.merged_many', { name, count: visitors.length })
    return this.settle(others, done, () =>
      this.backend.call('merge_visitors', { ids, into: { subject: 'visitor', id: into.id } }),
    )
  }

  /** "No, that is not …": the question goes, the visitor stays. */
  async reject(visitor: Named, personId: number, personName: string): Promise<void> {
    await this.journal.tell(t('visitors.rejected', { name: personName }), async () => {
      await this.backend.call('reject_visitor', { id: visitor.id, person_id: personId })
      const before = this.views.get(visitor.id)
      if (before) this.put([{ ...before, suggestion: null }])
      await this.load()
    })
  }

  /** These faces are somebody else. */
  split(visitor: Named, faceIds: number[]): Promise<boolean> {
    const name = t('visitor.number', { number: visitor.number })
    return this.journal.tell(t('visitors.parted', { name }), async () => {
      await this.backend.call('split_visitor', { id: visitor.id, face_ids: faceIds })
      await this.load()
    })
  }

  /** Of each of them, these faces are somebody else. */
  splitAll(parts: SplitVisitor[]): Promise<boolean> {
    return this.journal.tell(t('visitors.parted_many', { count: parts.length }), async () => {
      await this.backend.call('split_visitors', { parts })
      await this.load()
    })
  }

  /** Who of them looks unlike the others; nobody where that cannot be found out. */
  async oddOnes(ids: number[]): Promise<number[]> {
    return await this.backend.call('odd_visitors', { ids }).catch(() => [])
  }

  /** The faces of each of them that look unlike its others. */
  async oddFaces(ids: number[]): Promise<SplitVisitor[]> {
    return await this.backend.call('odd_faces', { ids }).catch(() => [])
  }

  private become(visitor: Named, name: string, kind: PersonKindView): Promise<unknown> {
    return this.backend.call('name_visitor', { id: visitor.id, name: name.trim(), kind })
  }

  private becomeAll(visitors: Named[], name: string, kind: PersonKindView): Promise<unknown> {
    return this.backend.call('name_visitors', { ids: visitors.map(({ id }) => id), name: name.trim(), kind })
  }

  private async settle(visitors: Named[], done: string, act: () => Promise<unknown>): Promise<boolean> {
    if (visitors.length === 0 || visitors.some(({ id }) => this.leaving.has(id))) return false
    visitors.forEach(({ id }) => this.leaving.add(id))
    this.rows = this.ordered()
    const acting = this.journal.tell(done, act)
    this.underWay.add(acting)
    try {
      return await acting
    } finally {
      this.underWay.delete(acting)
      visitors.forEach(({ id }) => this.leaving.delete(id))
      await this.load()
    }
  }

  private async ask(): Promise<void> {
    for (;;) {
      const ids = this.wanted.filter((id) => !this.fresh.has(id))
      if (ids.length === 0) return
      ids.forEach((id) => this.fresh.add(id))
      try {
        this.put(await this.backend.call('visitors_by_id', { ids }))
      } catch {
        // They stay blank and are asked for again when they come in sight, or when something changes.
        ids.forEach((id) => this.fresh.delete(id))
        return
      }
    }
  }

  private put(views: VisitorView[], there?: Set<number>): void {
    const next = new Map(there ? [...this.views].filter(([id]) => there.has(id)) : this.views)
    for (const view of views) next.set(view.id, view)
    this.views = next
  }

  private ordered(): VisitorRow[] {
    const rows = this.latest.filter((row) => !this.leaving.has(row.id))
    if (!this.isHeld) return rows
    const there = new Set(this.held)
    this.held.push(...rows.map((row) => row.id).filter((id) => !there.has(id)))
    const places = new Map(this.held.map((id, place) => [id, place]))
    const placeOf = (row: VisitorRow): number => places.get(row.id) ?? places.size
    return rows.sort((a, b) => placeOf(a) - placeOf(b))
  }
}

/** As much of a visitor as an act needs. */
export type Named = Pick<VisitorView, 'id' | 'number'>
