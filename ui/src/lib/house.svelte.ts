// Everything the page knows, in one place. Owns the controllers and hands each event to all of them; components reach
// it through the context. Must not know how anything is shown.
import { getContext, setContext } from 'svelte'
import { Alerts } from './alerts/alerts.svelte'
import type { Backend, Unsubscribe } from './backend/backend'
import { Cameras } from './cameras/cameras.svelte'
import { Journal } from './journal/journal.svelte'
import { People } from './people/people.svelte'
import { Settings } from './settings/settings.svelte'
import { Sightings } from './sightings/sightings.svelte'
import { ring } from './sound/chime'
import { System } from './system/system.svelte'
import { Toasts } from './toasts/toasts.svelte'
import { Visitors } from './visitors/visitors.svelte'

export class House {
  readonly toasts = new Toasts()
  readonly system
  readonly settings
  readonly journal
  readonly cameras
  readonly sightings
  readonly visitors
  readonly people
  readonly alerts
  /** The first answers are there. */
  isReady = $state(false)

  constructor(readonly backend: Backend) {
    this.system = new System(backend)
    this.settings = new Settings(backend, this.toasts)
    this.journal = new Journal(backend, this.toasts)
    this.cameras = new Cameras(backend, this.toasts)
    this.sightings = new Sightings(backend)
    this.visitors = new Visitors(backend, this.toasts, this.journal)
    this.people = new People(backend, this.toasts, this.journal)
    this.alerts = new Alerts(backend, this.toasts, () => {
      if (this.settings.view?.sound) ring()
    })
  }

  /** Listens first and asks then, so that nothing falls between the two. */
  start(): Unsubscribe {
    const followers = [
      this.system,
      this.settings,
      this.journal,
      this.cameras,
      this.sightings,
      this.visitors,
      this.people,
      this.alerts,
    ]
    const end = this.backend.onEvent((event) => {
      for (const follower of followers) follower.follow(event)
    })
    const loads = [
      this.system.load().then(() => {
        if (this.system.view) this.journal.view = this.system.view.journal
      }),
      this.settings.load(),
      this.cameras.load(),
      this.sightings.load(),
      this.visitors.load(),
      this.people.load(),
      this.alerts.start(),
    ]
    // Each view draws its own failure; the page itself is ready once everybody has answered.
    void Promise.allSettled(loads).then(() => (this.isReady = true))
    return end
  }
}

const key = Symbol('house')

export function provideHouse(house: House): House {
  return setContext(key, house)
}

export function useHouse(): House {
  return getContext<House>(key)
}
