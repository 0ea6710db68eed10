// Packs of models: which there are, which one recognises, one of the owner's own. Owns the program's last word on them; a
// refusal leaves the pack in use and is shown where it was asked for.
import type { Backend } from '$lib/backend/backend'
import type { CommandName, EventView, PackView } from '$lib/contract'
import { errorWords } from '$lib/errors/words'
import { t } from '$lib/i18n'
import type { Toasts } from '$lib/toasts/toasts.svelte'

type Asking = Extract<CommandName, 'packs' | 'use_pack' | 'add_pack' | 'remove_pack'>

export class Packs {
  view = $state<PackView[]>()
  /** What is being done, and to which pack. */
  busy = $state<{ doing: Asking; name: string }>()
  /** Why the last wish was refused. */
  trouble = $state<string>()
  private isShown = false

  constructor(
    private readonly backend: Backend,
    private readonly toasts: Toasts,
  ) {}

  /** Asked where they are shown, and not before. */
  async load(): Promise<void> {
    this.isShown = true
    await this.during('packs', '', () => this.backend.call('packs', {}))
  }

  async use(name: string): Promise<void> {
    await this.during('use_pack', name, () => this.backend.call('use_pack', { name }))
  }

  async remove(name: string): Promise<void> {
    await this.during('remove_pack', name, () => this.backend.call('remove_pack', { name }))
  }

  /** Lets the owner choose a description. */
  async add(): Promise<void> {
    const before = new Set(this.view?.map(({ name }) => name))
    let description: string | undefined
    try {
      description = await this.backend.choosePath('file', t('packs.add_title'), '')
    } catch (thrown) {
      this.trouble = errorWords(thrown)
      return
    }
    if (description === undefined) return
    const chosen = description
    await this.during('add_pack', '', () => this.backend.call('add_pack', { description: chosen }))
    const added = this.view?.find(({ name }) => !before.has(name))
    if (added) this.toasts.done(t('packs.added', { name: added.name }))
  }

  follow(event: EventView): void {
    // Models may have been installed, or another pack put into use.
    if (event.type === 'system_changed' && this.isShown && !this.busy) void this.load()
  }

  private async during(doing: Asking, name: string, act: () => Promise<PackView[]>): Promise<void> {
    if (this.busy) return
    this.busy = { doing, name }
    if (doing !== 'packs') this.trouble = undefined
    try {
      this.view = await act()
    } catch (thrown) {
      this.trouble = errorWords(thrown)
    } finally {
      this.busy = undefined
    }
  }
}
