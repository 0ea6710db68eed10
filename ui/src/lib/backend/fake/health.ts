// How the fake household fares: figures that breathe a little, as those of a running program do, and a governor that a scenario
// or a test moves. Owns the rung and the steps; the cameras are the household's.
import type {
  CameraHealthView,
  EventView,
  GovernorView,
  HealthView,
  SavingView,
  StageHealthView,
  StageName,
  StepReasonView,
  TimesView,
} from '$lib/contract'
import type { Done } from './commands'
import type { Household } from './household'

const budgetMs = 35
const minute = 60_000
const keptSteps = 20

/** What is saved on each rung. */
const ladder: SavingView[] = [
  'nothing',
  'idle_cameras',
  'idle_cameras',
  'closeness',
  'closeness',
  'live_pictures',
  'background',
  'frames',
  'frames',
  'frames',
]

/** Half, 95 and 99 of 100, in ms, with time enough. */
const usual: [StageName, number, number, number][] = [
  ['wait', 0.4, 2.1, 4.8],
  ['detect', 5.2, 7.6, 9.4],
  ['embed', 3.9, 5.3, 6.8],
  ['match', 0.2, 0.5, 0.9],
  ['keep', 0.6, 1.4, 2.7],
  ['end_to_end', 8.6, 13.8, 18.9],
  ['alert', 61, 104, 118],
]

export class Figures {
  /** How much longer everything takes than with time enough; the waiting grows most. */
  strain = 1
  errors = 0
  private rung = 0
  private steps: GovernorView['steps'] = []
  private readonly startedAt: number

  constructor(
    private readonly house: Household,
    private readonly tell: (event: EventView) => void,
    private readonly now: () => number = Date.now,
  ) {
    this.startedAt = this.now() - 3 * 60 * minute
    if (house.scenario === 'saving') this.fallShort()
  }

  /** A hard hour: down to the third rung, by way of one step back that came too early. */
  private fallShort(): void {
    this.strain = 1.9
    const slow = (end_to_end_ms: number): StepReasonView => ({ kind: 'slow', end_to_end_ms })
    const moves: [number, number, StepReasonView][] = [
      [62, 1, slow(41.2)],
      [58, 0, { kind: 'room' }],
      [17, 1, slow(80.4)],
      [16.9, 2, slow(66.8)],
      [16, 3, { kind: 'dropping', percent: 1.8 }],
    ]
    for (const [ago, to, reason] of moves) this.move(to, reason, this.now() - ago * minute)
  }

  /** Takes a step and tells of it. */
  stepTo(rung: number, reason: StepReasonView): void {
    this.move(rung, reason, this.now())
    this.tell({ type: 'health_changed', health: this.view() })
  }

  private move(to: number, reason: StepReasonView, at: number): void {
    const from = this.rung
    const saving = ladder[Math.max(from, to)] ?? 'nothing'
    this.steps = [{ at, from, to, saving, reason }, ...this.steps].slice(0, keptSteps)
    this.rung = to
  }

  view(): HealthView {
    const running = this.house.cameras.filter((camera) => camera.state.state !== 'off')
    const cameras = running.map((camera, i) => this.camera(camera.id, i))
    const stages = usual.map((one) =>
      this.stage(
        one,
        cameras.some(({ fps }) => fps > 0),
      ),
    )
    const endToEnd = stages.find(({ stage }) => stage === 'end_to_end')?.recent.p95_ms ?? 0
    return {
      cameras,
      stages,
      governor: {
        rung: this.rung,
        lowest: ladder.length - 1,
        saving: ladder[this.rung] ?? 'nothing',
        budget_ms: budgetMs,
        end_to_end_ms: endToEnd,
        busy: Math.min(0.99, (0.41 + this.breath(4_700) * 0.05) * this.strain),
        steps: [...this.steps],
        steps_taken: this.steps.length,
      },
      memory_bytes: Math.round(248_000_000 + this.breath(31_000) * 6_000_000 + cameras.length * 9_000_000),
      waiting: this.strain > 1.5 ? 2 + Math.round(this.breath(2_300)) : 0,
      errors: this.errors,
      missed_events: 0,
      machine: {
        system: 'linux',
        processor: 'x86_64',
        processors: 4,
        memory_bytes: 8_200_000_000,
        memory_free_bytes: 3_100_000_000,
      },
      cache_hit_percent: cameras.length > 0 ? 97.2 + this.breath(17_000) * 0.3 : null,
    }
  }

  private camera(camera_id: number, i: number): CameraHealthView {
    const isLive = this.house.cameras.find(({ id }) => id === camera_id)?.state.state === 'live'
    const seconds = (this.now() - this.startedAt) / 1_000
    const frames = Math.round(seconds * 25)
    const dropped = Math.round(frames * (this.strain > 1.5 ? 0.0042 : 0.00004) * (i + 1))
    return {
      camera_id,
      fps: isLive ? 24.9 + this.breath(3_100, i) * 0.4 : 0,
      delay_ms: isLive ? (9 + i * 1.3 + this.breath(1_300, i) * 2.4) * this.strain : 0,
      frames,
      searched: Math.round(frames * 0.31),
      dropped,
      embeddings: Math.round(seconds * 0.11 * (4 - (i % 4))),
    }
  }

  private stage([stage, p50, p95, p99]: (typeof usual)[number], hasFrames: boolean): StageHealthView {
    const factor = (stage === 'wait' ? this.strain ** 3 : this.strain) * (1 + this.breath(6_100, p50) * 0.06)
    const times = (factor: number, samples: number): TimesView =>
      samples > 0
        ? { samples, p50_ms: p50 * factor, p95_ms: p95 * factor, p99_ms: p99 * factor }
        : { samples: 0, p50_ms: 0, p95_ms: 0, p99_ms: 0 }
    const isRare = stage === 'alert'
    const alerts = this.house.alerts.length
    return {
      stage,
      recent: times(factor, isRare || !hasFrames ? 0 : 720),
      all: times(1, isRare ? alerts : hasFrames ? 1_080_000 : 0),
    }
  }

  /** To and fro between -1 and 1, each figure at its own pace. */
  private breath(periodMs: number, offset = 0): number {
    const turn = (this.now() / periodMs) * Math.PI * 2
    return 0.7 * Math.sin(turn + offset) + 0.3 * Math.sin(turn * 2.7 + offset * 3)
  }
}

export function healthCommands(figures: Figures): Pick<Done, 'health'> {
  return { health: () => figures.view() }
}
