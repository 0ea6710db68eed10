// All that the fake program keeps, as a whole: sizes made up of how much there is, backups remembered by their path, exports by
// their name. Owns what was written.
import type { BackupView, CommandName, EventView, KeepingWork, Reply, Request, StorageView } from '$lib/contract'
import type { Household } from './household'
import { refusal } from './refusal'
import { isMeant } from './sightings'

type KeepingCommands = {
  [
    K in Extract<
      CommandName,
      | 'storage'
      | 'tidy_up'
      | 'make_backup'
      | 'look_at_backup'
      | 'restore_backup'
      | 'undo_restore'
      | 'drop_replaced'
      | 'stop_keeping'
      | 'export_person'
      | 'export_everybody'
      | 'export_sightings'
      | 'sighting_density'
      | 'erase_all'
      | 'pause_cameras'
      | 'autostart'
      | 'set_autostart'
      | 'tray'
    >
  ]: (request: Request<K>) => Reply<K> | Promise<Reply<K>>
}

const nothing = {}
const day = 24 * 3_600_000
const pause = (ms: number): Promise<void> => new Promise((done) => setTimeout(done, ms))

export function keepingCommands(house: Household, tell: (event: EventView) => void): KeepingCommands {
  const backups = new Map<string, BackupView>()
  let replaced: { at: number; bytes: number } | undefined
  let spare = 3_900_000
  let isStopping = false
  let isAutostarted = false

  function storage(): StorageView {
    const faces = house.faces.size
    return {
      face_bytes: faces * 212_000 + house.sightings.length * 31_000 + spare,
      scene_bytes: house.alerts.length * 388_000,
      database_bytes: 1_200_000 + house.sightings.length * 2_100,
      log_bytes: 184_000,
      model_bytes: 13_640_000,
      replaced_bytes: replaced?.bytes ?? 0,
      replaced_at: replaced?.at ?? null,
      pictures: faces * 2 + house.alerts.length,
      sightings: house.sightings.length,
      persons: house.people.length,
      visitors: house.visitors.length,
    }
  }

  /** Takes a moment, and says how far it is. */
  async function work(what: KeepingWork, total: number): Promise<void> {
    isStopping = false
    for (let i = 1; i <= 20; i++) {
      await pause(60)
      if (isStopping) throw refusal('stopped', 'this was stopped')
      tell({ type: 'keeping_progress', progress: { work: what, done: Math.round((total * i) / 20), total } })
    }
  }
  const nameOf = (path: string): string => path.split('/').at(-1) ?? path
  function about(path: string, has_passwords: boolean): BackupView {
    const { sightings, persons, visitors, pictures, face_bytes, scene_bytes, database_bytes } = storage()
    return {
      file_name: nameOf(path),
      made_at: Date.now(),
      program: house.system().version,
      has_passwords,
      bytes: face_bytes + scene_bytes + database_bytes,
      cameras: house.cameras.length,
      persons,
      visitors,
      sightings,
      pictures,
    }
  }
  /** A path that a test chose says what is wrong with it. */
  function found(path: string): BackupView {
    if (path.includes('letter')) throw refusal('backup_foreign', 'this is no backup')
    if (path.includes('damaged')) throw refusal('backup_damaged', 'its checksum is another')
    if (path.includes('newer')) throw refusal('backup_newer', 'made by a newer one')
    return backups.get(path) ?? { ...about(path, true), made_at: Date.now() - 6 * day }
  }

  return {
    storage,
    tidy_up: async () => {
      await pause(300)
      const bytes = spare
      spare = 0
      return { bytes, visitors: 0, sightings: bytes > 0 ? 14 : 0, pictures: 0, storage: storage() }
    },
    make_backup: async ({ path, has_passwords }) => {
      const made = about(path, has_passwords)
      await work('backup', made.bytes)
      backups.set(path, made)
      return made
    },
    look_at_backup: async ({ path }) => {
      const backup = found(path)
      await work('check', backup.bytes)
      return backup
    },
    restore_backup: async ({ path }) => {
      const { bytes } = found(path)
      await work('restore', bytes)
      replaced = { at: Date.now(), bytes }
      house.changed()
      return house.system()
    },
    undo_restore: () => {
      if (!replaced) throw refusal('not_found', 'nothing is kept')
      replaced = { ...replaced, at: Date.now() }
      house.changed()
      return house.system()
    },
    drop_replaced: () => {
      replaced = undefined
      return storage()
    },
    stop_keeping: () => {
      isStopping = true
      return nothing
    },
    export_person: async ({ id, path }) => {
      const sightings = house.sightings.filter((one) => one.person_id === id).length
      await work('export', sightings)
      house.writtenFiles.push(path)
      return { sightings, pictures: sightings * 2, bytes: 1_000 }
    },
    export_everybody: async ({ path }) => {
      const sightings = house.sightings.filter((one) => one.person_id !== null).length
      await work('export', sightings)
      house.writtenFiles.push(path)
      return { sightings, pictures: sightings * 2, bytes: 1_000 }
    },
    export_sightings: async ({ query, ids, path }) => {
      const chosen = ids && new Set(ids)
      const sightings = house.sightings.filter((one) => (chosen ? chosen.has(one.id) : isMeant(one, query))).length
      await work('export', sightings)
      house.writtenFiles.push(path)
      return { sightings, pictures: path.endsWith('.zip') ? sightings : 0, bytes: 1_000 }
    },
    sighting_density: ({ query, moments }) => ({
      counts: moments.slice(1).map((until, i) => {
        const from = moments[i] ?? until
        const isWithin = (at: number): boolean => at >= from && at < until
        return house.sightings.filter((one) => isWithin(one.started_at) && isMeant(one, query)).length
      }),
    }),
    erase_all: ({ scope, confirmed }) => {
      if (scope !== confirmed) throw refusal('bad_request', 'the owner has to confirm it')
      const erased = {
        persons: house.people.length,
        visitors: house.visitors.length,
        cameras: scope === 'everything' ? house.cameras.length : 0,
        faces: house.faces.size,
        pictures: house.faces.size * 2 + house.alerts.length,
        embeddings: house.faces.size,
        sightings: house.sightings.length,
        alerts: house.alerts.length,
        acts: 0,
        is_gone: true,
        files_searched: 3 + house.faces.size * 2,
        traces_found: 0,
      }
      house.people = []
      house.visitors = []
      house.alerts = []
      house.sightings = []
      if (scope === 'everything') house.cameras = []
      tell({ type: 'cameras_changed' })
      house.changed()
      house.announceSystem()
      return erased
    },
    pause_cameras: ({ is_paused }) => {
      house.isPaused = is_paused
      for (const camera of house.cameras)
        camera.state = is_paused || !camera.is_enabled ? { state: 'off' } : { state: 'live' }
      tell({ type: 'cameras_changed' })
      house.announceSystem()
      return house.system()
    },
    autostart: () => ({ is_possible: true, is_on: isAutostarted }),
    set_autostart: ({ is_on }) => {
      isAutostarted = is_on
      return { is_possible: true, is_on }
    },
    tray: () => ({ is_there: house.hasTray }),
  }
}
