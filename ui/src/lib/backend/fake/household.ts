// What the fake program keeps: people, visitors, cameras, alerts. Owns this state and the rules a window can notice
// (taken names, undo, counts); must not know time passing, which is `visits.ts`, or how anything is drawn.
import type {
  AlertView,
  CameraStateView,
  CameraView,
  CandidateView,
  EventView,
  FaceRef,
  LoginInput,
  ModelsView,
  NoNameView,
  PartyView,
  PersonView,
  PictureInput,
  PictureOutcome,
  RecognitionView,
  RuleKindView,
  SettingsView,
  SightingView,
  SystemView,
  VisitorView,
  WhoView,
} from '$lib/contract'
import { isHeic } from '$lib/people/pictures'
import { usual } from '$lib/settings/usual'
import { Acts, seenOf } from './acts'
import { restoreCamera, usualSettings } from './cameras'
import type { Entity, Snapshot } from './acts'
import { Ruled } from './rules'
import { fakePacks, missingModels } from './packs'
import { alikeTo, doubtfulSeed, jonasSeed, residents, strangeSeed } from './residents'
import { everyState } from './states'

export type Scenario =
  | 'lively'
  | 'empty'
  | 'no-models'
  | 'troubled'
  | 'crowd'
  | 'quiet'
  | 'refused'
  | 'renewing'
  | 'compatibility'
  | 'nine'
  | 'states'
  | 'saving'

export type FakePerson = Omit<PersonView, 'threshold' | 'look_alikes'> & { seed: number }
export type FakeVisitor = VisitorView & { seed: number }

const minute = 60_000
const hour = 60 * minute
const day = 24 * hour

/** Whose a sighting is by the owner's word. */
export interface Pin extends Entity {
  person_id: number | null
  visitor_id: number | null
}

/** What a home asks of people with somebody alike, above the general threshold. */
const fittedBy = 0.03

function whoOf(sighting: SightingView): WhoView {
  const { verdict, person_id, name, visitor_number } = sighting
  return { verdict, person_id, name, visitor_number }
}

export class Household {
  people: FakePerson[] = []
  visitors: FakeVisitor[] = []
  cameras: CameraView[] = []
  alerts: AlertView[] = []
  sightings: SightingView[] = []
  models: ModelsView = { state: 'ready', model: 'drawn', pack: 'default', is_for_compatibility: false }
  packs = fakePacks()
  settings: SettingsView = {
    ...usual,
    usual_known_threshold: usual.known_threshold,
    usual_blacklist_threshold: usual.blacklist_threshold,
    theme: 'dark',
  }
  /** Whose picture a face id is. */
  readonly faces = new Map<number, { seed: number; variant: number }>()
  readonly scenes = new Map<number, number>()
  /** Sightings that the owner gave to somebody. */
  readonly pins = new Map<number, Pin>()
  /** Pairs that are never proposed again: `visitor-person` or `sighting-person`, with whom it is about in front. */
  readonly rejections = new Set<string>()
  /** Sightings that cannot be decided, and why. */
  readonly doubts = new Map<number, NoNameView>()
  /** Who logs in at a camera, as it was sent last. */
  readonly logins = new Map<number, LoginInput | null>()
  readonly acts: Acts
  readonly ruled = new Ruled()
  isPaused = false
  hasTray = true
  readonly writtenFiles: string[] = []

  recognition: RecognitionView = {
    reembedding: null,
    cache: { entries: 37, hits: 4_812, misses: 133, evictions: 4, invalidations: 21 },
  }

  private lastId = 100
  private lastVisitorNumber = 11

  constructor(
    readonly scenario: Scenario,
    readonly tell: (event: EventView) => void,
    private readonly now: () => number = Date.now,
  ) {
    this.acts = new Acts(
      this,
      () => this.id(),
      () => this.now(),
    )
    if (scenario === 'no-models') this.models = missingModels()
    if (scenario === 'compatibility') {
      this.models = { state: 'ready', model: 'drawn', pack: 'classic', is_for_compatibility: true }
      this.packs = fakePacks('classic')
    }
    if (scenario !== 'empty') this.moveIn()
    if (scenario === 'renewing') this.reembed(148, 412)
  }

  get nextVisitorNumber(): number {
    return this.lastVisitorNumber + 1
  }

  /** Kept faces are being embedded again, or are done. */
  reembed(done: number, total: number): void {
    const is_paused = this.recognition.reembedding?.is_paused ?? false
    this.recognition.reembedding = done < total ? { done, total, is_paused } : null
    this.tell({ type: 'recognition_changed', recognition: structuredClone(this.recognition) })
  }

  id(): number {
    return ++this.lastId
  }

  keepFace(seed: number, isEnrolled: boolean, age = 0): FaceRef {
    const id = this.id()
    this.faces.set(id, { seed, variant: id % 9 })
    return {
      id,
      is_enrolled: isEnrolled,
      at: this.now() - age,
      trust: 0.9 - (id % 9) * 0.04,
      is_compared: true,
      is_grey: false,
      contradicts: false,
    }
  }

  /** The demo street with its household, as `start_demo` brings it. */
  moveIn(): void {
    const isDemo = this.scenario === 'empty' || this.scenario === 'lively'
    const places = ['Front door', 'Garden', 'Garage', 'Side path']
    if (this.scenario === 'nine') places.push('Hallway', 'Balcony', 'Back door', 'Shed', 'Gate')
    if (this.scenario === 'states') places.push('Hallway', 'Balcony')
    const states: CameraStateView[] =
      this.scenario === 'troubled'
        ? [
            { state: 'connecting' },
            { state: 'stalled', seconds: 12 },
            { state: 'failed', trouble: 'refused', retry_in_secs: null },
            { state: 'ended' },
          ]
        : this.scenario === 'states'
          ? everyState()
          : places.map(() => ({ state: 'live' }))
    this.cameras = places.map((name, i) => ({
      id: i + 1,
      name,
      kind: isDemo ? 'demo' : i === 3 ? 'file' : 'stream',
      shown_source: isDemo ? 'demo' : i === 3 ? '/home/you/Videos/side-path.mp4' : `rtsp://192.168.1.${20 + i}/stream1`,
      source_to_change: isDemo
        ? 'demo'
        : i === 3
          ? '/home/you/Videos/side-path.mp4'
          : `rtsp://192.168.1.${20 + i}/stream1`,
      has_login: !isDemo && i !== 3,
      is_demo: isDemo,
      is_enabled: states[i]?.state !== 'off',
      state: states[i] as CameraStateView,
      settings: usualSettings(),
    }))
    for (const [name, kind, seed] of residents(this.scenario === 'crowd')) {
      const count = 2 + (seed % 5)
      this.people.push({
        id: this.id(),
        name,
        kind,
        is_demo: isDemo,
        faces: this.keptFaces(seed, count),
        sightings: (seed * 7) % 40,
        last_seen: this.now() - ((seed * 37) % 90) * 11 * minute,
        last_camera: places[seed % 4] ?? null,
        own_threshold: null,
        note: name === 'Grandma Ilse' ? 'Comes on Sundays. Has her own key.' : '',
        seed,
      })
    }
    const strangers = this.scenario === 'crowd' ? 60 : 5
    for (let i = strangers - 1; i >= 0; i--) this.newVisitor(61 + i * 5, 1 + ((i * 5) % 8), i)
    const blacklisted = this.people.find((person) => person.kind === 'blacklisted')
    if (blacklisted) {
      const old = this.raiseAlert(blacklisted, 1, 26 * hour, false)
      old.acknowledged_at = old.at + 2 * minute
      old.acknowledged_from = 'notification'
    }
    this.seedSightings()
  }

  /** A person's faces: most are compared with, one was taken by infrared light, and one of Jonas is not his. */
  private keptFaces(seed: number, count: number): FaceRef[] {
    const faces = Array.from({ length: count }, (_, i): FaceRef => {
      const face = this.keepFace(seed, i < 2, i * 2 * day)
      return { ...face, is_compared: i < 4, is_grey: i === 2 }
    })
    if (seed === jonasSeed)
      faces.push({ ...this.keepFace(strangeSeed, false, 3 * hour), is_compared: false, contradicts: true })
    return faces
  }

  private seedSightings(): void {
    const seen = [...this.people, ...this.visitors]
    for (let i = 14; i >= 1; i--) {
      const subject = seen[(i * 5) % seen.length]
      if (subject) {
        const sighting = this.openSighting(subject.seed, (i % 4) + 1, i * 13 * minute)
        this.decide(sighting)
        sighting.ended_at = sighting.started_at + 25_000
      }
    }
    const doubts: NoNameView[] = ['too_small', 'turned', 'too_alike', 'below_threshold']
    doubts.forEach((doubt, i) => {
      const sighting = this.openSighting(doubtfulSeed + i, (i % 4) + 1, (i * 31 + 17) * minute)
      this.doubts.set(sighting.id, doubt)
      this.decide(sighting)
      sighting.ended_at = sighting.started_at + 9_000
    })
    this.sightings.sort((a, b) => b.started_at - a.started_at)
  }

  newVisitor(seed: number, timesSeen: number, daysAgo: number): FakeVisitor {
    const likely = seed % 3 === 1 ? this.people.find((p) => p.kind === 'known' && p.seed % 2 === seed % 2) : undefined
    const visitor: FakeVisitor = {
      id: this.id(),
      number: ++this.lastVisitorNumber,
      face_ids: Array.from({ length: Math.min(7, timesSeen + 1) }, () => this.keepFace(seed, false).id),
      times_seen: timesSeen,
      first_seen: this.now() - daysAgo * day - timesSeen * 3 * hour,
      last_seen: this.now() - daysAgo * 5 * hour - (daysAgo + 1) * 4 * minute,
      cameras: timesSeen > 3 ? ['Front door', 'Garden'] : ['Front door'],
      suggestion: likely
        ? { person_id: likely.id, visitor_id: null, name: likely.name, similarity: 0.37, threshold: 0.4 }
        : null,
      seed,
    }
    this.visitors.unshift(visitor)
    return visitor
  }

  personOf(seed: number): FakePerson | undefined {
    return this.people.find((person) =>
      person.faces.some((face) => !face.contradicts && this.faces.get(face.id)?.seed === seed),
    )
  }

  visitorOf(seed: number): FakeVisitor | undefined {
    return this.visitors.find((visitor) => visitor.face_ids.some((id) => this.faces.get(id)?.seed === seed))
  }

  openSighting(seed: number, cameraId: number, age = 0): SightingView {
    const sighting: SightingView = {
      id: this.id(),
      camera_id: cameraId,
      camera_name: this.cameras.find((camera) => camera.id === cameraId)?.name ?? '',
      started_at: this.now() - age,
      ended_at: null,
      verdict: 'unclear',
      person_id: null,
      visitor_id: null,
      name: null,
      visitor_number: null,
      similarity: null,
      threshold: null,
      candidates: [],
      face_id: this.keepFace(seed, false, age).id,
      no_name: 'no_usable_face',
    }
    this.sightings.unshift(sighting)
    return sighting
  }

  /** The similarity somebody is named from now. */
  thresholdOf(person: FakePerson): number {
    if (person.own_threshold !== null) return person.own_threshold
    if (person.kind === 'blacklisted') return this.settings.blacklist_threshold
    const hasLookAlike = alikeTo(person.seed).length > 0
    return this.settings.known_threshold + (this.settings.fits_home && hasLookAlike ? fittedBy : 0)
  }

  shownPerson(person: FakePerson): PersonView {
    const look_alikes = alikeTo(person.seed).flatMap(({ seed, similarity }) => {
      const alike = this.people.find((candidate) => candidate.seed === seed)
      return alike ? [{ person_id: alike.id, name: alike.name, similarity }] : []
    })
    return structuredClone({ ...person, threshold: this.thresholdOf(person), look_alikes })
  }

  /** Writes into a sighting who it is, as things stand. */
  decide(sighting: SightingView): void {
    const seed = this.faces.get(sighting.face_id ?? 0)?.seed ?? 0
    const pin = this.pins.get(sighting.id)
    const doubt = pin ? undefined : this.doubts.get(sighting.id)
    const mayBe = (who: FakePerson | undefined): FakePerson | undefined =>
      who && !this.rejections.has(`${sighting.id}-${who.id}`) ? who : undefined
    const person = pin
      ? this.people.find((one) => one.id === pin.person_id)
      : doubt
        ? undefined
        : mayBe(this.personOf(seed))
    const visitor = pin
      ? this.visitors.find((one) => one.id === pin.visitor_id)
      : person || doubt
        ? undefined
        : this.visitorOf(seed)
    const similarity = 0.58 + (sighting.id % 20) / 100
    const named = person && this.thresholdOf(person)
    const others = this.people
      .filter((other) => other !== person && mayBe(other))
      .slice(sighting.id % 3, (sighting.id % 3) + 2)
    sighting.verdict = person ? person.kind : visitor ? 'visitor' : 'unclear'
    sighting.person_id = person?.id ?? null
    sighting.visitor_id = visitor?.id ?? null
    sighting.name = person?.name ?? null
    sighting.visitor_number = visitor?.number ?? null
    sighting.similarity = person ? similarity : null
    sighting.threshold = named ?? null
    sighting.no_name = person ? null : visitor ? 'stranger' : (doubt ?? 'no_usable_face')
    sighting.candidates = [
      ...(person ? [this.candidate(person, similarity)] : []),
      ...(visitor ? [{ person_id: null, visitor_id: visitor.id, name: null, similarity: 0.66, threshold: 0.44 }] : []),
      ...others.map((other, i) => this.candidate(other, likeness(doubt, i))),
    ]
  }

  private candidate(person: FakePerson, similarity: number): CandidateView {
    return {
      person_id: person.id,
      visitor_id: null,
      name: person.name,
      similarity,
      threshold: this.thresholdOf(person),
    }
  }

  raiseAlert(person: FakePerson, cameraId: number, age = 0, announce = true): AlertView {
    return this.tellOf(person.seed, cameraId, 'blacklist', age, announce)
  }

  /** The owner is told of somebody, as a rule of that kind says. */
  tellOf(seed: number, cameraId: number, about: RuleKindView, age = 0, announce = true): AlertView {
    const sighting = this.openSighting(seed, cameraId, age)
    this.decide(sighting)
    sighting.ended_at = sighting.started_at + 20_000
    const who = whoOf(sighting)
    const alert: AlertView = {
      id: this.id(),
      sighting_id: sighting.id,
      then: { ...who, visitor_number: null },
      now: who,
      told_by: [{ rule_id: 1, about }],
      camera_id: cameraId,
      camera_name: sighting.camera_name,
      at: this.now() - age,
      similarity: who.person_id === null ? null : 0.71,
      threshold: who.person_id === null ? null : sighting.threshold,
      face_id: sighting.face_id,
      has_scene: true,
      acknowledged_at: null,
      acknowledged_from: null,
    }
    this.scenes.set(alert.id, seed)
    this.alerts.unshift(alert)
    if (announce) {
      this.tell({ type: 'alert_raised', alert: { ...alert } })
      this.announceSystem()
    }
    return alert
  }

  /** Alerts say who it is now. */
  private correctAlerts(): void {
    for (const alert of this.alerts) {
      const sighting = this.sightings.find((one) => one.id === alert.sighting_id)
      if (!sighting) continue
      const now = whoOf(sighting)
      if (JSON.stringify(now) === JSON.stringify(alert.now)) continue
      alert.now = now
      this.tell({ type: 'alert_corrected', alert: structuredClone(alert) })
    }
  }

  /** Everything an act may change, for the journal. */
  snapshot(): Snapshot {
    const entities: [string, Entity][] = [
      ...this.people.map((one): [string, Entity] => [`person:${one.id}`, { ...one }]),
      ...this.visitors.map((one): [string, Entity] => [`visitor:${one.id}`, { ...one }]),
      ...[...this.pins].map(([id, pin]): [string, Entity] => [`pin:${id}`, { ...pin }]),
      ...[...this.rejections].map((pair): [string, Entity] => [`rejection:${pair}`, {}]),
      ...this.cameras.map((one): [string, Entity] => [`camera:${one.id}`, { ...one, state: null }]),
      ...this.alerts.map(seenOf),
      ...this.ruled.snapshot(),
    ]
    return new Map(structuredClone(entities))
  }

  restore(key: string, entity: Entity | undefined): void {
    const [table, id] = key.split(':') as [string, string]
    const put = <T extends { id: number }>(list: T[]): T[] => {
      const at = list.findIndex((one) => one.id === Number(id))
      if (!entity) return list.filter((one) => one.id !== Number(id))
      return at < 0 ? [...list, entity as unknown as T] : list.with(at, entity as unknown as T)
    }
    if (table === 'person') this.people = put(this.people)
    if (table === 'visitor') this.visitors = put(this.visitors)
    if (table === 'pin' && entity) this.pins.set(Number(id), entity as Pin)
    if (table === 'pin' && !entity) this.pins.delete(Number(id))
    if (table === 'camera') restoreCamera(this, Number(id), entity)
    if (table === 'alert') Object.assign(this.alerts.find((one) => one.id === Number(id)) ?? {}, entity)
    this.ruled.restore(table, Number(id), entity)
    if (table === 'rejection' && entity) this.rejections.add(id)
    if (table === 'rejection' && !entity) this.rejections.delete(id)
  }

  /** Tells everything that a labelling act may have changed. */
  changed(): void {
    for (const sighting of this.sightings) {
      const before = JSON.stringify(sighting)
      this.decide(sighting)
      if (before !== JSON.stringify(sighting)) this.tell({ type: 'sighting_updated', sighting: { ...sighting } })
    }
    this.correctAlerts()
    this.tell({ type: 'people_changed' })
    this.tell({ type: 'visitors_changed' })
    this.tell({ type: 'journal_changed', journal: this.acts.view() })
    this.announceSystem()
  }

  /** Tells that somebody came. */
  announceSighting(sighting: SightingView): void {
    this.tell({ type: 'sighting_started', sighting: { ...sighting } })
  }

  announceSystem(): void {
    this.tell({ type: 'system_changed', system: this.system() })
  }

  system(): SystemView {
    return {
      version: '0.1.0',
      models: this.models,
      is_paused: this.isPaused,
      has_demo: this.cameras.some((camera) => camera.is_demo),
      visitors: this.visitors.length,
      open_alerts: this.alerts.filter((alert) => !alert.acknowledged_at).length,
      journal: this.acts.view(),
    }
  }

  /** What becomes of pictures: the name of the file decides, so that a test can ask for every outcome. */
  learn(person: FakePerson, pictures: PictureInput[]): PictureOutcome[] {
    return pictures.map(({ file_name }) => {
      if (file_name.includes('nobody')) return { file_name, verdict: { verdict: 'no_face' } }
      if (file_name.includes('group')) return { file_name, verdict: { verdict: 'several_faces', count: 3 } }
      if (file_name.includes('again')) return { file_name, verdict: { verdict: 'duplicate' } }
      if (isHeic({ name: file_name })) return { file_name, verdict: { verdict: 'heic' } }
      if (file_name.includes('broken'))
        return { file_name, verdict: { verdict: 'unreadable', reason: 'the file ends too early' } }
      const face = this.keepFace(person.seed, true)
      person.faces.push(face)
      return { file_name, verdict: { verdict: 'added', face_id: face.id } }
    })
  }
}

/** How alike the next best are: near enough to doubt where there is doubt. */
function likeness(doubt: NoNameView | undefined, place: number): number {
  if (doubt === 'too_alike') return 0.46 - place * 0.01
  if (doubt === 'below_threshold') return 0.37 - place * 0.15
  return 0.24 - place * 0.09
}

export const named = (person: { name: string }): PartyView => ({ name: person.name, visitor_number: null })
export const numbered = (visitor: { number: number }): PartyView => ({ name: null, visitor_number: visitor.number })
