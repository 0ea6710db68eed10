// What the fake program keeps: people, visitors, cameras, alerts. Owns this state and the rules a window can notice
// (taken names, undo, counts); must not know time passing, which is `visits.ts`, or how anything is drawn.
import type {
  AlertView,
  ApiError,
  CameraStateView,
  CameraView,
  ErrorCode,
  EventView,
  FaceRef,
  JournalView,
  ModelsView,
  PersonKindView,
  PersonView,
  PictureInput,
  PictureOutcome,
  SettingsView,
  SightingView,
  SystemView,
  VisitorView,
} from '$lib/contract'

import { usual } from '$lib/settings/usual'

export type Scenario = 'lively' | 'empty' | 'no-models' | 'troubled' | 'crowd' | 'quiet'

export type FakePerson = PersonView & { seed: number }
export type FakeVisitor = VisitorView & { seed: number }

const minute = 60_000
const hour = 60 * minute
const day = 24 * hour

export function refusal(code: ErrorCode, message: string, trouble: ApiError['trouble'] = null): ApiError {
  return { code, message, trouble }
}

interface Act {
  kind: string
  about: string
  people: FakePerson[]
  visitors: FakeVisitor[]
}

const household: [string, PersonKindView, number][] = [
  ['Anna', 'known', 3],
  ['Jonas', 'known', 11],
  ['Grandma Ilse', 'known', 27],
  ['Mei', 'known', 42],
  ['Mr Novak', 'blacklisted', 8],
  ['Postwoman', 'ignored', 19],
]

const moreNames =
  'Adaeze Bram Chiara Dmitri Elif Farid Greta Hiro Ines Jamal Kirsten Luca Maryam Noor Oskar Priya Quentin Rosa Sven Tariq Uma Viktor Wendeline-Margarethe-von-der-Aue Ximena'.split(
    ' ',
  )

export class Household {
  people: FakePerson[] = []
  visitors: FakeVisitor[] = []
  cameras: CameraView[] = []
  alerts: AlertView[] = []
  sightings: SightingView[] = []
  models: ModelsView = { state: 'ready', model: 'drawn' }
  settings: SettingsView = {
    ...usual,
    notifications: true,
    sound: true,
    theme: 'dark',
  }
  /** Whose picture a face id is. */
  readonly faces = new Map<number, { seed: number; variant: number }>()
  readonly scenes = new Map<number, number>()

  private undoable: Act[] = []
  private redoable: Act[] = []
  private lastId = 100
  private lastVisitorNumber = 11

  constructor(
    readonly scenario: Scenario,
    private readonly tell: (event: EventView) => void,
    private readonly now: () => number = Date.now,
  ) {
    if (scenario === 'no-models') this.models = missingModels()
    if (scenario !== 'empty') this.moveIn()
  }

  id(): number {
    return ++this.lastId
  }

  keepFace(seed: number, isEnrolled: boolean, age = 0): FaceRef {
    const id = this.id()
    this.faces.set(id, { seed, variant: id % 9 })
    return { id, is_enrolled: isEnrolled, at: this.now() - age, trust: 0.9 - (id % 9) * 0.04 }
  }

  /** The demo street with its household, as `start_demo` brings it. */
  moveIn(): void {
    const isDemo = this.scenario === 'empty' || this.scenario === 'lively'
    const places = ['Front door', 'Garden', 'Garage', 'Side path']
    const states: CameraStateView[] =
      this.scenario === 'troubled'
        ? [
            { state: 'connecting' },
            { state: 'stalled', seconds: 12 },
            { state: 'failed', trouble: 'refused', retry_in_secs: null },
            { state: 'ended' },
          ]
        : places.map(() => ({ state: 'live' }))
    this.cameras = places.map((name, i) => ({
      id: i + 1,
      name,
      kind: isDemo ? 'demo' : i === 3 ? 'file' : 'stream',
      shown_source: isDemo ? 'demo' : i === 3 ? '/home/you/Videos/side-path.mp4' : `rtsp://192.168.1.${20 + i}/stream1`,
      is_demo: isDemo,
      is_enabled: true,
      state: states[i] as CameraStateView,
    }))
    const more: typeof household =
      this.scenario === 'crowd' ? moreNames.map((name, i) => [name, 'known', 200 + i * 3]) : []
    for (const [name, kind, seed] of [...household, ...more]) {
      const count = 2 + (seed % 5)
      this.people.push({
        id: this.id(),
        name,
        kind,
        is_demo: isDemo,
        faces: Array.from({ length: count }, (_, i) => this.keepFace(seed, i < 2, i * 2 * day)),
        sightings: (seed * 7) % 40,
        last_seen: this.now() - ((seed * 37) % 90) * 11 * minute,
        last_camera: places[seed % 4] ?? null,
        seed,
      })
    }
    const strangers = this.scenario === 'crowd' ? 60 : 5
    for (let i = strangers - 1; i >= 0; i--) this.newVisitor(61 + i * 5, 1 + ((i * 5) % 8), i)
    const blacklisted = this.people.find((person) => person.kind === 'blacklisted')
    if (blacklisted) {
      const old = this.raiseAlert(blacklisted, 1, 26 * hour, false)
      old.acknowledged_at = old.at + 2 * minute
    }
    this.seedSightings()
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
    return this.people.find((person) => person.faces.some((face) => this.faces.get(face.id)?.seed === seed))
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
    }
    this.sightings.unshift(sighting)
    return sighting
  }

  /** Writes into a sighting who it is, as things stand. */
  decide(sighting: SightingView): void {
    const seed = this.faces.get(sighting.face_id ?? 0)?.seed ?? 0
    const person = this.personOf(seed)
    const visitor = person ? undefined : this.visitorOf(seed)
    const isBlacklisted = person?.kind === 'blacklisted'
    const threshold = isBlacklisted ? this.settings.blacklist_threshold : this.settings.known_threshold
    const similarity = 0.58 + (sighting.id % 20) / 100
    const others = this.people.filter((other) => other !== person).slice(sighting.id % 3, (sighting.id % 3) + 2)
    sighting.verdict = person ? person.kind : visitor ? 'visitor' : 'unclear'
    sighting.person_id = person?.id ?? null
    sighting.visitor_id = visitor?.id ?? null
    sighting.name = person?.name ?? null
    sighting.visitor_number = visitor?.number ?? null
    sighting.similarity = person ? similarity : null
    sighting.threshold = person ? threshold : null
    sighting.candidates = [
      ...(person
        ? [{ person_id: person.id, visitor_id: null, name: person.name, similarity, threshold }]
        : visitor
          ? [{ person_id: null, visitor_id: visitor.id, name: null, similarity: 0.66, threshold: 0.4 }]
          : []),
      ...others.map((other, i) => ({
        person_id: other.id,
        visitor_id: null,
        name: other.name,
        similarity: 0.24 - i * 0.09,
        threshold,
      })),
    ]
  }

  raiseAlert(person: FakePerson, cameraId: number, age = 0, announce = true): AlertView {
    const sighting = this.openSighting(person.seed, cameraId, age)
    this.decide(sighting)
    sighting.ended_at = sighting.started_at + 20_000
    const alert: AlertView = {
      id: this.id(),
      sighting_id: sighting.id,
      person_id: person.id,
      name: person.name,
      camera_id: cameraId,
      camera_name: sighting.camera_name,
      at: this.now() - age,
      similarity: 0.71,
      threshold: this.settings.blacklist_threshold,
      face_id: sighting.face_id,
      has_scene: true,
      acknowledged_at: null,
    }
    this.scenes.set(alert.id, person.seed)
    this.alerts.unshift(alert)
    if (announce) {
      this.tell({ type: 'alert_raised', alert: { ...alert } })
      this.announceSystem()
    }
    return alert
  }

  journal(): JournalView {
    const undo = this.undoable.at(-1)
    const redo = this.redoable.at(-1)
    return {
      undo: undo?.kind ?? null,
      undo_about: undo?.about ?? null,
      redo: redo?.kind ?? null,
      redo_about: redo?.about ?? null,
    }
  }

  /** Remembers how things were, so that the act about to happen can be taken back. */
  remember(kind: string, about: string): void {
    this.undoable.push({ kind, about, ...this.snapshot() })
    this.redoable = []
  }

  step(direction: 'undo' | 'redo'): JournalView {
    const [from, to] = direction === 'undo' ? [this.undoable, this.redoable] : [this.redoable, this.undoable]
    const act = from.pop()
    if (!act) throw refusal('no_longer_possible', 'nothing to take back')
    to.push({ kind: act.kind, about: act.about, ...this.snapshot() })
    this.people = act.people
    this.visitors = act.visitors
    this.changed()
    return this.journal()
  }

  private snapshot(): Pick<Act, 'people' | 'visitors'> {
    return { people: structuredClone(this.people), visitors: structuredClone(this.visitors) }
  }

  /** Tells everything that a labelling act may have changed. */
  changed(): void {
    for (const sighting of this.sightings) {
      this.decide(sighting)
      if (!sighting.ended_at) this.tell({ type: 'sighting_updated', sighting: { ...sighting } })
    }
    this.tell({ type: 'people_changed' })
    this.tell({ type: 'visitors_changed' })
    this.tell({ type: 'journal_changed', journal: this.journal() })
    this.announceSystem()
  }

  announceSystem(): void {
    this.tell({ type: 'system_changed', system: this.system() })
  }

  system(): SystemView {
    return {
      version: '0.1.0',
      models: this.models,
      has_demo: this.cameras.some((camera) => camera.is_demo),
      visitors: this.visitors.length,
      open_alerts: this.alerts.filter((alert) => !alert.acknowledged_at).length,
      journal: this.journal(),
    }
  }

  /** What becomes of pictures: the name of the file decides, so that a test can ask for every outcome. */
  learn(person: FakePerson, pictures: PictureInput[]): PictureOutcome[] {
    return pictures.map(({ file_name }) => {
      if (file_name.includes('nobody')) return { file_name, verdict: { verdict: 'no_face' } }
      if (file_name.includes('group')) return { file_name, verdict: { verdict: 'several_faces', count: 3 } }
      if (file_name.includes('again')) return { file_name, verdict: { verdict: 'duplicate' } }
      if (file_name.includes('broken'))
        return { file_name, verdict: { verdict: 'unreadable', reason: 'the file ends too early' } }
      const face = this.keepFace(person.seed, true)
      person.faces.push(face)
      return { file_name, verdict: { verdict: 'added', face_id: face.id } }
    })
  }
}

function missingModels(): ModelsView {
  return {
    state: 'missing',
    lacks_runtime: false,
    files: [
      { name: 'face_detection_yunet_2023mar.onnx', purpose: 'finds faces', size: 232_589, is_damaged: false },
      {
        name: 'face_recognition_sface_2021dec.onnx',
        purpose: 'tells people apart',
        size: 38_696_353,
        is_damaged: false,
      },
    ],
  }
}
