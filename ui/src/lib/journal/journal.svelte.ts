// What was done, what can be undone and redone. Owns the page's view of the journal; the journal itself is the program's.
import type { Backend } from '$lib/backend/backend'
import { isApiError } from '$lib/contract'
import type { ActView, EventView, JournalView } from '$lib/contract'
import { errorWords } from '$lib/errors/words'
import { t } from '$lib/i18n'
import { Pages } from '$lib/lists/pages.svelte'
import type { Toasts } from '$lib/toasts/toasts.svelte'
import { actWords } from './words'

/**
 * Acts that are done beside each other: somebody is named while pictures are still being learnt. Within a group one is done
 * after the other, so that it is certain which act is whose.
 */
const groups = {
  pictures: ['add_person', 'add_pictures'],
  alerts: ['acknowledge'],
  cameras: ['change_camera', 'remove_camera'],
  rules: ['add_rule', 'change_rule', 'set_hush'],
  removed_rules: ['remove_rule'],
}
export type Group = keyof typeof groups | 'people'

function groupOf(kind: string): Group {
  const names = Object.keys(groups) as (keyof typeof groups)[]
  return names.find((name) => groups[name].includes(kind)) ?? 'people'
}

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
  readonly acts: Pages<ActView>
  /** The journal is looked at. */
  isOpen = $state(false)
  /** Acts that something later stands in the way of, as long as nothing else changes. */
  stuck = $state<number[]>([])
  private busy = false
  private readonly lines = new Map<Group, Promise<unknown>>()

  constructor(
    private readonly backend: Backend,
    private readonly toasts: Toasts,
  ) {
    this.acts = new Pages((limit, last) => backend.call('journal', { limit, before: last?.id ?? null }))
  }

  open(): void {
    this.isOpen = true
    this.stuck = []
    void this.load()
  }

  async load(): Promise<void> {
    await this.acts.load()
  }

  /** Lists older ones as well. */
  async more(): Promise<void> {
    await this.acts.more().catch((thrown) => this.toasts.trouble(errorWords(thrown)))
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

  /** As `told`, for whoever has no other place to show a refusal. */
  async tell(done: string, act: () => Promise<unknown>, group?: Group): Promise<boolean> {
    try {
      await this.told(done, act, group)
      return true
    } catch (thrown) {
      this.toasts.trouble(errorWords(thrown))
      return false
    }
  }

  /**
   * Does something and tells it with Undo for exactly that act. Where nothing was written down there is nothing to take
   * back, and nothing is offered. Rejects with the refusal.
   */
  told<T>(
    done: string | ((result: T) => string | undefined),
    act: () => Promise<T>,
    group: Group = 'people',
  ): Promise<T> {
    const before = this.lines.get(group) ?? Promise.resolve()
    const doing = before.then(async () => {
      const last = (await this.newest())[0]?.id ?? 0
      const result = await act()
      const words = typeof done === 'string' ? done : done(result)
      if (words === undefined) return result
      const isMine = (one: ActView): boolean => one.id > last && one.actor === 'owner' && groupOf(one.kind) === group
      // Two of them: somebody acted at the same moment, and it is not certain whose is which.
      const [mine, another] = (await this.newest().catch(() => [])).filter(isMine)
      this.toasts.done(words, mine && !another ? () => void this.takeBack(mine.id) : undefined)
      return result
    })
    this.lines.set(
      group,
      doing.catch(() => undefined),
    )
    return doing
  }

  follow(event: EventView): void {
    if (event.type === 'journal_changed') {
      this.view = event.journal
      if (this.isOpen) void this.load()
    }
    if (event.type === 'system_changed') this.view = event.system.journal
  }

  private newest(): Promise<ActView[]> {
    return this.backend.call('journal', { limit: 20, before: null })
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
