// Weekly backups of the fake program: one is made a moment after they are wanted; a folder whose name says so refuses or fails.
// Owns what was set and made.
import type { BackupTroubleView, CommandName, EventView, Reply, Request, WeeklyBackupView } from '$lib/contract'
import { refusal } from './refusal'

type WeeklyCommands = {
  [K in Extract<CommandName, 'weekly_backup' | 'set_weekly_backup'>]: (request: Request<K>) => Reply<K>
}

const hour = 3_600_000
const week = 7 * 24 * hour
const takesMs = 1_200

export function weeklyCommands(tell: (event: EventView) => void): WeeklyCommands {
  let view: WeeklyBackupView = {
    is_on: false,
    folder: null,
    keep: 4,
    has_passwords: true,
    is_at_work: false,
    kept: 0,
    newest: null,
    next_at: null,
    trouble: null,
  }

  function make(): void {
    const { folder } = view
    view = { ...view, is_at_work: true }
    setTimeout(() => {
      if (!view.is_on || view.folder !== folder) return
      const trouble: BackupTroubleView | null = folder?.includes('full') ? 'disk_full' : null
      const now = Date.now()
      view = trouble
        ? { ...view, is_at_work: false, trouble, next_at: now + hour }
        : {
            ...view,
            is_at_work: false,
            trouble,
            kept: 1,
            newest: { file_name: 'Porchlight weekly 2026-03-14 1200.zip', bytes: 48_300_000, at: now },
            next_at: now + week,
          }
      tell({ type: 'backups_changed' })
    }, takesMs)
  }

  return {
    weekly_backup: () => view,
    set_weekly_backup: ({ is_on, folder, keep, has_passwords }) => {
      if (keep < 1 || keep > 52) throw refusal('bad_request', '1 to 52 backups may be kept')
      if (is_on && folder === null) throw refusal('bad_request', 'a folder is needed')
      if (folder?.includes('locked')) throw refusal('backup_folder', 'no backup can be written there')
      const isOther = folder !== view.folder
      const before = isOther ? { newest: null, kept: 0 } : {}
      view = { ...view, ...before, is_on, folder, keep, has_passwords, trouble: null }
      if (!is_on) view = { ...view, is_at_work: false, next_at: null }
      else if (view.newest) view.next_at = view.newest.at + week
      else make()
      return view
    },
  }
}
