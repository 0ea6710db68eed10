// What was done, what can be undone and redone. Owns the page's view of the journal; the journal itself is the program's.
import type { Backend } from '$lib/backend/backend'
import { isApiError } from '$lib/contract'
import type { ActView, EventView, JournalView } from '$lib/contract'
import { errorWords } from '$lib/errors/words'
import { t } from '$lib/i18n'
import type { Toasts } from '$lib/toasts/toasts.svelte'
import { actWords } from './words'

const shown = 200

export class Journal {
  view = $state<JournalView>({
    undo: null,
    undo_about: null,
    undo_together: 0,
    redo: null,
    redo_about: null,
    redo_together: 0,
  })
  /** What was done, latest first; loaded while somebody looks at it. */
  list = $state<ActView[]>([])
  status = $state<'loading' | 'ready' | 'failed'>('loading')
  /** The journal is looked at. */
  isOpen = $state(false)
  /** Acts that something later stands in the way of, as long as nothing else changes. */
  stuck = $state<number[]>([])
  private busy = false
  private loads = 0

  constructor(
    private readonly backend: Backend,
    private readonly toasts: Toasts,
  ) {}

  open(): void {
    this.isOpen = true
    this.stuck = []
    void this.load()
  }

  async load(): Promise<void> {
    const load = ++this.loads
    try {
      const list = await this.backend.call('journal', { limit: shown })
      if (load !== this.loads) return
      this.list = list
      this.status = 'ready'
    } catch {
      if (load === this.loads) this.status = 'failed'
    }
  }

  async undo(): Promise<void> {
    await this.step('undo', this.view.undo, this.view.undo_about, this.view.undo_together)
  }

  async redo(): Promise<void> {
    await this.step('redo', this.view.redo, this.view.redo_about, this.view.redo_together)
  }

  /** Takes back one act, whatever came after it, or does it again. */
  async turn(act: ActView): Promise<void> {
    if (this.busy) return
    this.busy = true
    try {
      this.view = await this.backend.call(act.is_undone ? 'redo_act' : 'undo_act', { id: act.id })
      this.toasts.withdrawUndo()
      this.stuck = []
      await this.load()
    } catch (thrown) {
      if (isApiError(thrown) && thrown.code === 'no_longer_possible') this.stuck = [...this.stuck, act.id]
      else this.toasts.trouble(errorWords(thrown))
    } finally {
      this.busy = false
    }
  }

  /**
   * Does something and tells it with Undo for exactly that act. Where nothing was written down there is nothing to take
   * back, and nothing is offered.
   */
  async tell(done: string, act: () => Promise<unknown>): Promise<boolean> {
    try {
      const before = await this.latest()
      await act()
      const after = await this.latest()
      const isNew = after !== undefined && after !== before
      this.toasts.done(done, isNew ? () => void this.takeBack(after) : undefined)
      return true
    } catch (thrown) {
      this.toasts.trouble(errorWords(thrown))
      return false
    }
  }

  follow(event: EventView): void {
    if (event.type === 'journal_changed') {
      this.view = event.journal
      if (this.isOpen) void this.load()
    }
    if (event.type === 'system_changed') this.view = event.system.journal
  }

  /** The owner's latest act; the program's own ones come and go between. */
  private async latest(): Promise<number | undefined> {
    const acts = await this.backend.call('journal', { limit: 20 })
    return acts.find((act) => act.actor === 'owner')?.id
  }

  private async takeBack(id: number): Promise<void> {
    try {
      this.view = await this.backend.call('undo_act', { id })
      this.toasts.done(t('journal.taken_back'))
    } catch (thrown) {
      this.toasts.trouble(errorWords(thrown))
    }
  }

  private async step(
    direction: 'undo' | 'redo',
    kind: string | null,
    about: string | null,
    together: number,
  ): Promise<void> {
    if (this.busy || !kind) return
    this.busy = true
    try {
      this.view = await this.backend.call(direction, {})
      this.toasts.withdrawUndo()
      const act = actWords(kind, about, together)
      this.toasts.done(direction === 'undo' ? t('journal.undone', { act }) : t('journal.redone', { act }))
    } catch (thrown) {
      this.toasts.trouble(errorWords(thrown))
    } finally {
      this.busy = false
    }
  }
}
