// All that is kept, as a whole: how much it is, backups, restoring, exports, erasing everybody. Owns what is at work and how far
// it is; one thing at a time. Must not know how any of it is shown.
import type { Backend } from '$lib/backend/backend'
import { isApiError } from '$lib/contract'
import type {
  AutostartView,
  BackupView,
  CommandName,
  EraseScopeView,
  EventView,
  ExportView,
  KeepingProgress,
  KeepingWork,
  Reply,
  Request,
  StorageView,
  TidiedView,
} from '$lib/contract'
import { errorWords } from '$lib/errors/words'
import { t } from '$lib/i18n'
import type { People } from '$lib/people/people.svelte'
import type { Toasts } from '$lib/toasts/toasts.svelte'
import { datedName } from './words'

/** A backup that was checked and waits for the owner's word. */
export interface Found {
  path: string
  backup: BackupView
}

export class Keeping {
  storage = $state<StorageView>()
  status = $state<'loading' | 'ready' | 'failed'>('loading')
  /** What is at work; one thing at a time. */
  work = $state<KeepingWork>()
  progress = $state<KeepingProgress>()
  /** Seconds until it is done, from what came so far. */
  secondsLeft = $state<number>()
  /** The owner wants it to end. */
  isStopping = $state(false)
  isTidying = $state(false)
  tidied = $state.raw<TidiedView>()
  /** The backup that was made last. */
  made = $state.raw<BackupView>()
  found = $state.raw<Found>()
  /** Why the last thing was refused, where it belongs. */
  trouble = $state<string>()
  autostart = $state<AutostartView>()
  /** A window that is closed could be brought back; nothing until that is known. */
  hasTray = $state<boolean>()
  private startedAt = 0

  constructor(
    private readonly backend: Backend,
    private readonly toasts: Toasts,
    private readonly people: People,
  ) {}

  async load(): Promise<void> {
    try {
      this.storage = await this.backend.call('storage', {})
      this.status = 'ready'
    } catch {
      if (!this.storage) this.status = 'failed'
    }
  }

  async loadAutostart(): Promise<void> {
    this.autostart = await this.backend.call('autostart', {}).catch(() => ({ is_possible: false, is_on: false }))
  }

  async loadTray(): Promise<void> {
    this.hasTray = (await this.backend.call('tray', {}).catch(() => undefined))?.is_there
  }

  async setAutostart(isOn: boolean): Promise<void> {
    const before = this.autostart
    if (before) this.autostart = { ...before, is_on: isOn }
    try {
      this.autostart = await this.backend.call('set_autostart', { is_on: isOn })
    } catch (thrown) {
      this.autostart = before
      this.toasts.trouble(errorWords(thrown))
    }
  }

  async tidyUp(): Promise<void> {
    if (this.isTidying) return
    this.isTidying = true
    this.tidied = undefined
    try {
      this.tidied = await this.backend.call('tidy_up', {})
      this.storage = this.tidied.storage
    } catch (thrown) {
      this.toasts.trouble(errorWords(thrown))
    } finally {
      this.isTidying = false
    }
  }

  /** Asks where, and makes a backup there. */
  async backUp(hasPasswords: boolean): Promise<void> {
    const path = await this.choose(t('backup.where'), datedName(t('backup.file'), Date.now(), 'zip'))
    if (path === undefined) return
    this.made = undefined
    this.made = await this.during('backup', 'make_backup', { path, has_passwords: hasPasswords })
  }

  /** Asks which, and reads it from beginning to end. */
  async lookAtBackup(): Promise<void> {
    this.trouble = undefined
    const path = await this.backend.choosePath('file', t('restore.which'), '').catch(() => undefined)
    if (path === undefined) return
    const backup = await this.during('check', 'look_at_backup', { path })
    if (backup) this.found = { path, backup }
  }

  /** Puts the backup that was found in place. */
  async restore(): Promise<boolean> {
    const path = this.found?.path
    if (path === undefined) return false
    const system = await this.during('restore', 'restore_backup', { path })
    if (!system) return false
    this.found = undefined
    this.toasts.done(t('restore.done'))
    await this.load()
    return true
  }

  async goBack(): Promise<void> {
    if (await this.during('restore', 'undo_restore', {})) {
      this.toasts.done(t('restore.back_done'))
      await this.load()
    }
  }

  async dropReplaced(): Promise<void> {
    try {
      this.storage = await this.backend.call('drop_replaced', {})
    } catch (thrown) {
      this.toasts.trouble(errorWords(thrown))
    }
  }

  /** Everything about one person, to where the owner says. */
  async exportPerson(id: number, name: string): Promise<void> {
    const path = await this.choose(t('export.where_person', { name }), datedName(t('export.file'), Date.now(), 'zip'))
    if (path === undefined) return
    this.tellExported(await this.during('export', 'export_person', { id, path }))
  }

  /** Everything about everybody who was named, to where the owner says. */
  async exportEverybody(): Promise<void> {
    const path = await this.choose(t('export.where_everybody'), datedName(t('export.file'), Date.now(), 'zip'))
    if (path === undefined) return
    this.tellExported(await this.during('export', 'export_everybody', { path }))
  }

  /** What the query says, or the sightings with these ids, to where the owner says. */
  async exportSightings(
    query: Request<'export_sightings'>['query'],
    ids: number[] | null,
    ending: 'csv' | 'zip',
  ): Promise<void> {
    const path = await this.choose(t('export.where'), datedName(t('export.file'), Date.now(), ending))
    if (path === undefined) return
    this.tellExported(await this.during('export', 'export_sightings', { query, ids, path }))
  }

  /** Erases everybody or everything; what came of it is shown as for one person. */
  async erase(scope: EraseScopeView): Promise<boolean> {
    const erased = await this.during('erase', 'erase_all', { scope, confirmed: scope })
    if (!erased) return false
    this.people.proof = {
      name: scope === 'everybody' ? t('erase.everybody_short') : t('erase.everything_short'),
      erased,
    }
    await this.load()
    return true
  }

  async stop(): Promise<void> {
    this.isStopping = true
    await this.backend.call('stop_keeping', {}).catch(() => undefined)
  }

  follow(event: EventView): void {
    if (event.type === 'keeping_progress') {
      this.progress = event.progress
      const passed = (Date.now() - this.startedAt) / 1_000
      const { done, total } = event.progress
      this.secondsLeft = passed > 1 && done > 0 ? Math.ceil((passed * (total - done)) / done) : undefined
    }
  }

  private tellExported(written: ExportView | undefined): void {
    if (!written) {
      if (this.trouble) this.toasts.trouble(this.trouble)
      return
    }
    const sightings = t('count.sightings', { count: written.sightings })
    this.toasts.done(
      written.pictures > 0
        ? t('export.done_pictures', { sightings, pictures: t('keeping.pictures', { count: written.pictures }) })
        : t('export.done', { sightings }),
    )
  }

  private async choose(title: string, fileName: string): Promise<string | undefined> {
    this.trouble = undefined
    try {
      return await this.backend.choosePlace(fileName, title)
    } catch (thrown) {
      this.trouble = errorWords(thrown)
      return undefined
    }
  }

  /** Does something that takes long; nothing where it was refused, or stopped by the owner. */
  private async during<K extends CommandName>(
    work: KeepingWork,
    command: K,
    request: Request<K>,
  ): Promise<Reply<K> | undefined> {
    if (this.work) return undefined
    this.work = work
    this.isStopping = false
    this.trouble = undefined
    this.progress = undefined
    this.secondsLeft = undefined
    this.startedAt = Date.now()
    try {
      return await this.backend.call(command, request)
    } catch (thrown) {
      // Whoever stopped it knows.
      if (!isApiError(thrown) || thrown.code !== 'stopped') this.trouble = errorWords(thrown)
      return undefined
    } finally {
      this.work = undefined
      this.progress = undefined
    }
  }
}
