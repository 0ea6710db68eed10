// What can be undone and redone. Owns the page's view of the journal; the journal itself is the program's.
import type { Backend } from '$lib/backend/backend'
import type { EventView, JournalView } from '$lib/contract'
import { errorWords } from '$lib/errors/words'
import { t } from '$lib/i18n'
import type { Toasts } from '$lib/toasts/toasts.svelte'
import { actWords } from './words'

export class Journal {
  view = $state<JournalView>({ undo: null, undo_about: null, redo: null, redo_about: null })
  private busy = false

  constructor(
    private readonly backend: Backend,
    private readonly toasts: Toasts,
  ) {}

  async undo(): Promise<void> {
    await this.step('undo', this.view.undo, this.view.undo_about)
  }

  async redo(): Promise<void> {
    await this.step('redo', this.view.redo, this.view.redo_about)
  }

  follow(event: EventView): void {
    if (event.type === 'journal_changed') this.view = event.journal
    if (event.type === 'system_changed') this.view = event.system.journal
  }

  private async step(direction: 'undo' | 'redo', kind: string | null, about: string | null): Promise<void> {
    if (this.busy || !kind) return
    this.busy = true
    try {
      this.view = await this.backend.call(direction, {})
      this.toasts.withdrawUndo()
      const act = actWords(kind, about)
      this.toasts.done(direction === 'undo' ? t('journal.undone', { act }) : t('journal.redone', { act }))
    } catch (thrown) {
      this.toasts.trouble(errorWords(thrown))
    } finally {
      this.busy = false
    }
  }
}
