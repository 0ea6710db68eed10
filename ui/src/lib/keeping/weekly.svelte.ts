// Weekly backups: what the owner set and how they fare. Owns what the page shows of them; a change is shown at once and taken
// back if it is refused. Must not decide when one is due.
import type { Backend } from '$lib/backend/backend'
import type { EventView, SetWeeklyBackup, WeeklyBackupView } from '$lib/contract'
import { errorWords } from '$lib/errors/words'
import { t } from '$lib/i18n'

export class WeeklyBackups {
  view = $state<WeeklyBackupView>()
  /** Why the last change was refused. */
  refusal = $state<string>()
  /** The owner read that the last one failed, in this window. */
  isSeen = $state(false)
  private saving = 0

  constructor(private readonly backend: Backend) {}

  async load(): Promise<void> {
    const view = await this.backend.call('weekly_backup', {})
    if (this.saving === 0) this.take(view)
  }

  /** The first time it is asked where; whoever goes back leaves it off. */
  async turn(isOn: boolean): Promise<void> {
    const folder = this.view?.folder ?? (isOn ? await this.choose() : undefined)
    if (!isOn || folder !== undefined) await this.change({ is_on: isOn, folder: folder ?? null })
  }

  async chooseFolder(): Promise<void> {
    const folder = await this.choose()
    if (folder !== undefined) await this.change({ folder })
  }

  async change(part: Partial<SetWeeklyBackup>): Promise<void> {
    const before = this.view
    if (!before) return
    const { is_on, folder, keep, has_passwords } = { ...before, ...part }
    this.view = { ...before, is_on, folder, keep, has_passwords }
    this.refusal = undefined
    this.saving += 1
    try {
      const saved = await this.backend.call('set_weekly_backup', { is_on, folder, keep, has_passwords })
      if (this.saving === 1) this.take(saved)
    } catch (thrown) {
      this.view = before
      this.refusal = errorWords(thrown)
    } finally {
      this.saving -= 1
    }
  }

  follow(event: EventView): void {
    if (event.type === 'backups_changed') void this.load().catch(() => undefined)
  }

  private take(view: WeeklyBackupView): void {
    // What is mended, or goes wrong in another way, is news.
    if (view.trouble !== this.view?.trouble) this.isSeen = false
    this.view = view
  }

  private async choose(): Promise<string | undefined> {
    this.refusal = undefined
    try {
      return await this.backend.choosePath('folder', t('weekly.where'), this.view?.folder ?? '')
    } catch (thrown) {
      this.refusal = errorWords(thrown)
      return undefined
    }
  }
}
