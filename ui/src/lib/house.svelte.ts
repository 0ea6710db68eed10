// Everything the page knows, in one place. Owns the controllers and hands each event to all of them; components reach
// it through the context. Must not know how anything is shown.
import { getContext, setContext } from 'svelte'
import { Alerts, isHeard } from './alerts/alerts.svelte'
import { Rules } from './alerts/rules.svelte'
import type { Backend, Unsubscribe } from './backend/backend'
import { isApiError } from './contract'
import type { ApiError } from './contract'
import { Cameras } from './cameras/cameras.svelte'
import { Health } from './health/health.svelte'
import { Journal } from './journal/journal.svelte'
import { Keeping } from './keeping/keeping.svelte'
import { WeeklyBackups } from './keeping/weekly.svelte'
import { PictureImport } from './people/import.svelte'
import { Packs } from './packs/packs.svelte'
import { PersonPage } from './people/page.svelte'
import { People } from './people/people.svelte'
import { Recognition } from './recognition/recognition.svelte'
import { Proposal } from './settings/proposal.svelte'
import { Settings } from './settings/settings.svelte'
import { History } from './sightings/history.svelte'
import { Sightings } from './sightings/sightings.svelte'
import { Why } from './sightings/why.svelte'
import { ring } from './sound/chime'
import { System } from './system/system.svelte'
import { Finding } from './timeline/finding.svelte'
import { Density } from './timeline/density.svelte'
import { Timeline } from './timeline/timeline.svelte'
import { Toasts } from './toasts/toasts.svelte'
import { Visitors } from './visitors/visitors.svelte'

export class House {
  readonly toasts = new Toasts()
  readonly system
  readonly settings
  readonly proposal
  readonly recognition
  readonly packs
  readonly health
  readonly journal
  readonly cameras
  readonly sightings
  readonly why
  readonly history
  readonly visitors
  readonly people
  readonly personPage
  readonly imports
  readonly timeline
  readonly finding
  readonly density
  readonly alerts
  readonly rules
  readonly keeping
  readonly weekly
  /** The first answers are there. */
  isReady = $state(false)
  /** Why the program could not start, in its own words; absent where it did. */
  refusal = $state<ApiError>()

  constructor(readonly backend: Backend) {
    this.system = new System(backend)
    this.settings = new Settings(backend, this.toasts)
    this.proposal = new Proposal(backend, this.settings)
    this.recognition = new Recognition(backend, this.toasts)
    this.packs = new Packs(backend, this.toasts)
    this.health = new Health(backend)
    this.journal = new Journal(backend, this.toasts)
    this.cameras = new Cameras(backend, this.toasts, this.journal)
    this.sightings = new Sightings(backend)
    this.why = new Why(backend, this.journal)
    this.history = new History(backend)
    this.visitors = new Visitors(backend, this.journal)
    this.people = new People(backend, this.toasts, this.journal)
    this.personPage = new PersonPage(backend)
    this.imports = new PictureImport(backend, this.journal)
    this.timeline = new Timeline(backend)
    this.finding = new Finding(backend)
    this.density = new Density(backend)
    this.rules = new Rules(backend, this.toasts, this.journal)
    this.keeping = new Keeping(backend, this.toasts, this.people)
    this.weekly = new WeeklyBackups(backend)
    this.alerts = new Alerts(backend, this.toasts, this.journal, (alert) => {
      if (this.settings.view && isHeard(alert, this.settings.view)) ring()
    })
  }

  /** Listens first and asks then, so that nothing falls between the two. */
  start(): Unsubscribe {
    const followers = [
      this.system,
      this.settings,
      this.recognition,
      this.packs,
      this.health,
      this.journal,
      this.cameras,
      this.sightings,
      this.why,
      this.history,
      this.visitors,
      this.people,
      this.personPage,
      this.timeline,
      this.finding,
      this.density,
      this.alerts,
      this.rules,
      this.keeping,
      this.weekly,
    ]
    const end = this.backend.onEvent((event) => {
      for (const follower of followers) follower.follow(event)
      // Whoever could not start and tells of itself now did after all.
      if (this.refusal && event.type === 'system_changed') void this.load()
    })
    void this.load()
    return end
  }

  /** Asks for everything, at the start and after a refused one. */
  async load(): Promise<void> {
    // First and alone: a program that could not start tries again when it is asked this, and then the rest is there, too.
    try {
      await this.system.load()
    } catch (thrown) {
      this.refusal = isApiError(thrown) ? thrown : { code: 'internal', message: '', trouble: null }
      this.isReady = true
      return
    }
    this.refusal = undefined
    if (this.system.view) this.journal.view = this.system.view.journal
    const loads = [
      this.settings.load(),
      this.recognition.load(),
      this.health.load(),
      this.cameras.load(),
      this.sightings.load(),
      this.visitors.load(),
      this.people.load(),
      this.alerts.start(),
      this.rules.load(),
      this.keeping.loadAutostart(),
      this.weekly.load(),
    ]
    // Each view draws its own failure; the page itself is ready once everybody has answered.
    await Promise.allSettled(loads)
    this.isReady = true
  }
}

const key = Symbol('house')

export function provideHouse(house: House): House {
  return setContext(key, house)
}

export function useHouse(): House {
  return getContext<House>(key)
}
