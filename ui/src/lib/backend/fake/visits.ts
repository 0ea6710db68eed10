// Lets time pass in the fake street: people come, are looked at, recognised and leave. Owns who is in front of which
// camera; who they are, the household says.
import type { EventView, FaceOnFrame, SightingView } from '$lib/contract'
import type { Household } from './household'
import { faceBox } from './street'
import type { Walker } from './street'

const arriveMs = 3_500
const stayMs = 11_000
const visitMs = arriveMs * 2 + stayMs
const decideAfterMs = 2_600

interface Visit {
  track: number
  seed: number
  cameraId: number
  startedAt: number
  side: 1 | -1
  spot: number
  size: number
  sighting?: SightingView
  isDecided: boolean
  /** The detector never sees them. */
  isMissed: boolean
}

const ease = (t: number): number => 1 - (1 - t) ** 3

export class Visits {
  private visits: Visit[] = []
  private lastTrack = 0
  private turn = 0
  private timer: ReturnType<typeof setInterval> | undefined
  /** Nothing holds still: whoever looks closer finds it blurred. */
  isBlurred = false
  private readonly nextAt = new Map<number, number>()

  constructor(
    private readonly house: Household,
    private readonly tell: (event: EventView) => void,
  ) {}

  start(): void {
    this.timer ??= setInterval(() => this.pass(Date.now()), 200)
  }

  stop(): void {
    clearInterval(this.timer)
    this.timer = undefined
  }

  /** Sends somebody to a camera at once. */
  send(seed: number, cameraId: number, spot = 0.5, isMissed = false): void {
    const side = this.lastTrack % 2 ? -1 : 1
    const size = 0.26 + (seed % 5) * 0.015
    this.visits.push({
      track: ++this.lastTrack,
      seed,
      cameraId,
      startedAt: Date.now(),
      side,
      spot,
      size,
      isDecided: false,
      isMissed,
    })
  }

  private pass(now: number): void {
    const cast = [...this.house.people, ...this.house.visitors].map((subject) => subject.seed)
    for (const camera of this.house.cameras) {
      if (camera.state.state !== 'live') continue
      const next = this.nextAt.get(camera.id) ?? now + 400 + camera.id * 1_700
      this.nextAt.set(camera.id, next)
      if (now < next || cast.length === 0) continue
      this.nextAt.set(camera.id, now + visitMs + 3_000 + camera.id * 2_500)
      const comes = cast[(this.turn++ * 3) % cast.length] as number
      // Who raises an alert comes only when a test or the owner of the demo asks.
      if (this.house.personOf(comes)?.kind === 'blacklisted') continue
      if (this.visits.some((visit) => visit.seed === comes)) continue
      this.send(comes, camera.id, 0.35 + ((comes * 13) % 30) / 100)
      const withThem = cast[(this.turn * 3 + 5) % cast.length] as number
      if (camera.id === 1 && withThem !== comes && this.house.personOf(withThem)?.kind === 'known')
        this.send(withThem, camera.id, 0.72)
    }
    for (const visit of this.visits) this.advance(visit, now)
    this.visits = this.visits.filter((visit) => now - visit.startedAt < visitMs)
  }

  private advance(visit: Visit, now: number): void {
    const age = now - visit.startedAt
    if (this.house.models.state !== 'ready' || visit.isMissed) return
    if (age > 900 && !visit.sighting) {
      visit.sighting = this.house.openSighting(visit.seed, visit.cameraId)
      this.tell({ type: 'sighting_started', sighting: { ...visit.sighting } })
    }
    if (age > decideAfterMs && visit.sighting && !visit.isDecided) {
      visit.isDecided = true
      this.recognise(visit, visit.sighting)
    }
    if (age >= visitMs && visit.sighting && !visit.sighting.ended_at) {
      visit.sighting.ended_at = now
      this.tell({ type: 'sighting_ended', sighting: { ...visit.sighting } })
    }
  }

  private recognise(visit: Visit, sighting: SightingView): void {
    const person = this.house.personOf(visit.seed)
    const known = person ?? this.house.visitorOf(visit.seed) ?? this.house.newVisitor(visit.seed, 0, 0)
    if (person) {
      person.sightings += 1
      person.last_seen = sighting.started_at
      person.last_camera = sighting.camera_name
      this.tell({ type: 'people_changed' })
    } else if ('times_seen' in known) {
      known.times_seen += 1
      known.last_seen = sighting.started_at
      this.tell({ type: 'visitors_changed' })
      this.house.announceSystem()
    }
    this.house.decide(sighting)
    this.tell({ type: 'sighting_updated', sighting: { ...sighting } })
    if (person?.kind === 'blacklisted') this.house.raiseAlert(person, visit.cameraId)
  }

  private walker(visit: Visit, now: number): Walker {
    const age = now - visit.startedAt
    const coming = ease(Math.min(1, age / arriveMs))
    const leaving = ease(Math.max(0, Math.min(1, (age - arriveMs - stayMs) / arriveMs)))
    const edge = visit.side === 1 ? 1.2 : -0.2
    const x = visit.spot + (edge - visit.spot) * (1 - coming) + (-visit.side * 1.3 + 0.5 - visit.spot) * leaving * 0.9
    const sway = Math.sin(age / 420) * 0.006
    return {
      seed: visit.seed,
      x: x + sway,
      y: 0.44 + Math.cos(age / 510) * 0.008,
      size: visit.size * (0.8 + 0.2 * coming),
    }
  }

  /** Who is in front of a camera now, and what a frame says about them. */
  at(cameraId: number, now: number): { walkers: Walker[]; faces: FaceOnFrame[] } {
    const here = this.visits.filter((visit) => visit.cameraId === cameraId)
    const walkers = here.map((visit) => this.walker(visit, now))
    if (this.house.models.state !== 'ready') return { walkers, faces: [] }
    const faces = here.flatMap((visit, i): FaceOnFrame[] => {
      if (visit.isMissed) return []
      const walker = walkers[i] as Walker
      const [left, , width] = faceBox(walker)
      if (left < 0 || left + width > 1) return []
      const sighting = visit.isDecided ? visit.sighting : undefined
      return [
        {
          track: visit.track,
          box: faceBox(walker),
          verdict: sighting?.verdict ?? 'unclear',
          name: sighting?.name ?? null,
          similarity: sighting?.similarity ?? null,
          threshold: sighting?.threshold ?? null,
          sighting_id: visit.sighting?.id ?? null,
          person_id: sighting?.person_id ?? null,
          visitor_id: sighting?.visitor_id ?? null,
          visitor_number: sighting?.visitor_number ?? null,
        },
      ]
    })
    return { walkers, faces }
  }
}
