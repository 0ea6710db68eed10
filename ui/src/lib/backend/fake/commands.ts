// Every command of the contract, done to the fake household. Owns those about the program, its cameras and settings; a
// command that is missing does not compile.
import type { CommandName, EventView, Reply, Request } from '$lib/contract'
import { albumCommands } from './albums'
import { healthCommands } from './health'
import type { Figures } from './health'
import type { Household } from './household'
import { fakePacks, missingModels, packCommands } from './packs'
import { manyCommands } from './many'
import { markingCommands } from './marking'
import { peopleCommands } from './people'
import { recognitionCommands } from './recognition'
import { found, refusal } from './refusal'
import { ruleCommands } from './rules'
import { sightingCommands } from './sightings'
import { photograph } from './street'
import type { Visits } from './visits'

export type Done = { [K in CommandName]: (request: Request<K>) => Reply<K> | Promise<Reply<K>> }

const nothing = {}

function base64(bytes: Uint8Array): string {
  let text = ''
  for (const byte of bytes) text += String.fromCharCode(byte)
  return btoa(text)
}

const pause = (ms: number): Promise<void> => new Promise((done) => setTimeout(done, ms))

export function commandsOf(
  house: Household,
  visits: () => Visits,
  figures: Figures,
  tell: (event: EventView) => void,
): Done {
  const camerasChanged = (): void => {
    tell({ type: 'cameras_changed' })
    house.announceSystem()
  }

  return {
    ...peopleCommands(house),
    ...manyCommands(house),
    ...albumCommands(house),
    ...sightingCommands(house, tell),
    ...recognitionCommands(house, tell),
    ...markingCommands(house, visits, tell),
    ...packCommands(house),
    ...ruleCommands(house, tell),
    ...healthCommands(figures),
    system: () => house.system(),
    install_models: async () => {
      const missing =
        house.models.state === 'ready' && house.models.is_for_compatibility ? missingModels() : house.models
      if (missing.state !== 'missing') return house.system()
      const total = missing.files.reduce((sum, file) => sum + file.size, 0)
      house.models = { state: 'preparing' }
      house.announceSystem()
      for (let i = 1; i <= 20; i++) {
        await pause(100)
        const name = missing.files[i < 4 ? 0 : 1]?.name ?? ''
        tell({ type: 'models_progress', progress: { name, done: Math.round((total * i) / 20), total } })
      }
      house.models = { state: 'ready', model: 'drawn', pack: 'default', is_for_compatibility: false }
      house.packs = fakePacks()
      house.announceSystem()
      return house.system()
    },
    start_demo: () => {
      house.moveIn()
      camerasChanged()
      house.changed()
      return house.system()
    },
    leave_demo: () => {
      house.cameras = house.cameras.filter((camera) => !camera.is_demo)
      house.people = house.people.filter((person) => !person.is_demo)
      house.visitors = []
      house.alerts = []
      house.sightings = []
      camerasChanged()
      house.changed()
      return house.system()
    },

    cameras: () => structuredClone(house.cameras),
    webcams: () => [
      { device: '/dev/video0', name: 'Integrated Camera' },
      { device: '/dev/video2', name: 'Hallway USB Camera' },
    ],
    add_camera: ({ name, source }) => {
      if (!name.trim()) throw refusal('name_empty', 'a name is needed')
      const shown =
        source.kind === 'webcam'
          ? source.device
          : source.kind === 'stream'
            ? source.address
            : 'path' in source
              ? source.path
              : 'demo'
      const camera = {
        id: house.id(),
        name: name.trim(),
        kind: source.kind,
        shown_source: shown.replace(/\/\/[^@/]*@/, '//').replace(/\?.*/, ''),
        is_demo: source.kind === 'demo',
        is_enabled: true,
        state: { state: 'live' as const },
      }
      house.cameras.push(camera)
      camerasChanged()
      return { ...camera }
    },
    test_camera: async ({ source }) => {
      await pause(400)
      if (source.kind === 'stream' && source.address.includes('refused'))
        throw refusal('camera_failed', 'the camera refused', 'refused')
      if (source.kind === 'stream' && !/^(rtsps?|https?):\/\/./.test(source.address))
        throw refusal('camera_failed', 'not an address', 'bad_address')
      const jpeg = await photograph(1, [{ seed: 3, x: 0.5, y: 0.45, size: 0.3 }], 640)
      const faces = house.models.state === 'ready' ? 1 : null
      return { width: 1280, height: 720, jpeg_base64: base64(jpeg), faces }
    },
    update_camera: ({ id, name, is_enabled }) => {
      const camera = found(house.cameras, id)
      if (name !== null) camera.name = name.trim() || camera.name
      if (is_enabled !== null) {
        camera.is_enabled = is_enabled
        camera.state = is_enabled ? { state: 'live' } : { state: 'off' }
      }
      camerasChanged()
      return structuredClone(camera)
    },
    remove_camera: ({ id }) => {
      house.cameras = house.cameras.filter((camera) => camera.id !== id)
      camerasChanged()
      return nothing
    },

    settings: () => ({ ...house.settings }),
    save_settings: (settings) => {
      house.settings = { ...settings }
      tell({ type: 'settings_changed' })
      // Everybody's threshold follows the general ones.
      tell({ type: 'people_changed' })
      return { ...settings }
    },
  }
}
