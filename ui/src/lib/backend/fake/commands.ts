// Every command of the contract, done to the fake household. Owns those about the program and its settings; a
// command that is missing does not compile.
import type { CommandName, EventView, Reply, Request } from '$lib/contract'
import { albumCommands } from './albums'
import { cameraCommands } from './cameras'
import { healthCommands } from './health'
import type { Figures } from './health'
import type { Household } from './household'
import { fakePacks, missingModels, packCommands } from './packs'
import { keepingCommands } from './keeping'
import { manyCommands } from './many'
import { markingCommands } from './marking'
import { peopleCommands } from './people'
import { recognitionCommands } from './recognition'
import { ruleCommands } from './rules'
import { sightingCommands } from './sightings'
import type { Visits } from './visits'
import { weeklyCommands } from './weekly'

export type Done = { [K in CommandName]: (request: Request<K>) => Reply<K> | Promise<Reply<K>> }

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
    ...cameraCommands(house, tell),
    ...keepingCommands(house, tell),
    ...weeklyCommands(tell),
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
