// How the program fares: the sentence at the top, the words of savings and steps, scale and lines, the report that names
// nobody, and when the program is asked.
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { usualSettings } from '../../../src/lib/backend/fake/cameras'
import type { MockInstance } from 'vitest'
import { FakeBackend } from '../../../src/lib/backend/fake/index'
import type { CameraView, HealthView, ModelsView, StepView, SystemView } from '../../../src/lib/contract'
import { copied } from '../../../src/lib/clipboard/clipboard'
import { limit, memory, milliseconds, share } from '../../../src/lib/health/formats'
import { Health } from '../../../src/lib/health/health.svelte'
import { areaOf, kept, lineOf, sampleOf, spanMs, stretches } from '../../../src/lib/health/history'
import { reportOf } from '../../../src/lib/health/report'
import { partOf, roundUp, scaleOf } from '../../../src/lib/health/scale'
import { droppedShare, reasonWords, savings, savingWords, stepWords, summaryOf } from '../../../src/lib/health/words'

const now = new Date(2026, 2, 12, 15, 30).getTime()
const atTwo = new Date(2026, 2, 12, 14, 2).getTime()

function camera(id: number, more: Partial<CameraView> = {}): CameraView {
  return {
    id,
    name: `Camera ${id}`,
    kind: 'stream',
    shown_source: `rtsp://192.168.1.${id}/secret-stream`,
    source_to_change: `rtsp://192.168.1.${id}/secret-stream`,
    has_login: false,
    settings: usualSettings(),
    is_demo: false,
    is_enabled: true,
    state: { state: 'live' },
    ...more,
  }
}

const cameras = [camera(1), camera(2), camera(3)]

function healthOf(p95_ms: number, rates: number[] = [25, 25, 25], steps: StepView[] = []): HealthView {
  const times = { samples: p95_ms > 0 ? 100 : 0, p50_ms: p95_ms / 2, p95_ms, p99_ms: p95_ms * 1.5 }
  const [last] = steps
  return {
    cameras: rates.map((fps, i) => ({
      camera_id: i + 1,
      fps,
      delay_ms: 11,
      frames: 990,
      searched: 300,
      dropped: 10,
      embeddings: 7,
    })),
    stages: [{ stage: 'end_to_end', recent: times, all: times }],
    governor: {
      rung: last?.to ?? 0,
      lowest: 9,
      saving: last?.saving ?? 'nothing',
      budget_ms: 35,
      end_to_end_ms: p95_ms,
      busy: 0.4,
      steps,
      steps_taken: steps.length,
    },
    memory_bytes: 212_345_678,
    waiting: 0,
    errors: 0,
    missed_events: 0,
    cache_hit_percent: 97.2,
    machine: { system: 'linux', processor: 'x86_64', processors: 2, memory_bytes: 8e9, memory_free_bytes: 3e9 },
  }
}

const down: StepView = {
  at: atTwo,
  from: 0,
  to: 1,
  saving: 'idle_cameras',
  reason: { kind: 'slow', end_to_end_ms: 80.2 },
}
const further: StepView = {
  at: atTwo + 60_000,
  from: 1,
  to: 3,
  saving: 'closeness',
  reason: { kind: 'dropping', percent: 1.8 },
}

const summary = (health: HealthView, list = cameras, hasModels = true) => summaryOf(health, list, hasModels, now)

describe('the sentence at the top', () => {
  test('says that everything is fine, and what that rests on', () => {
    expect(summary(healthOf(13.8))).toEqual({
      tone: 'good',
      title: 'Everything is fine',
      text: '3 cameras, 25 frames a second each, faces announced within 14 ms',
    })
  })

  test('says one camera without "each", and rates that differ as a span', () => {
    expect(summary(healthOf(9.04, [30])).text).toBe('1 camera, 30 frames a second, faces announced within 9.0 ms')
    expect(summary(healthOf(14, [12, 25])).text).toBe(
      '2 cameras, 12 to 25 frames a second, faces announced within 14 ms',
    )
  })

  test('leaves out a time that nothing rests on', () => {
    expect(summary(healthOf(0)).text).toBe('3 cameras, 25 frames a second each')
    expect(summary(healthOf(0, [12, 25])).text).toBe('2 cameras, 12 to 25 frames a second')
  })

  test('says what is saved, since when and why it began, not what the last step was', () => {
    expect(summary(healthOf(80, [25], [further, down]))).toEqual({
      tone: 'saving',
      title: 'There is not enough time for everything: far faces are found a little later',
      text: 'Since 14:02, because frames took up to 80 ms',
    })
    const lost: StepView = { ...down, reason: { kind: 'dropping', percent: 1.8 } }
    expect(summary(healthOf(20, [25], [lost])).text).toBe(
      'Since 14:02, because 1.8% of the frames were lost for lack of time',
    )
  })

  test('says that memory is short where that is the reason', () => {
    const short: StepView = {
      ...down,
      to: 5,
      saving: 'live_pictures',
      reason: { kind: 'memory', free_bytes: 150_000_000 },
    }
    const saving = healthOf(20, [25], [short])
    expect(summary(saving)).toEqual({
      tone: 'saving',
      title: 'This computer is short of memory: the window shows fewer pictures, and work in the background may wait',
      text: 'Since 14:02, because only 150 MB of memory were free',
    })
    expect(reasonWords(short)).toBe('Only 150 MB of memory were free')
  })

  test('counts from the last time that nothing was saved', () => {
    const earlier: StepView = { ...down, at: atTwo - 3_600_000, reason: { kind: 'slow', end_to_end_ms: 41 } }
    const back: StepView = { ...down, at: atTwo - 1_800_000, from: 1, to: 0, reason: { kind: 'room' } }
    expect(summary(healthOf(80, [25], [down, back, earlier])).text).toBe('Since 14:02, because frames took up to 80 ms')
  })

  test('does not make up a beginning that is no longer known', () => {
    expect(summary(healthOf(80, [25], [further])).text).toBe('Since before 14:03')
    const unexplained = healthOf(20)
    unexplained.governor.rung = 2
    unexplained.governor.saving = 'idle_cameras'
    expect(summary(unexplained).text).toMatch(/^3 cameras/)
  })

  test('says that faces are late before anything is saved', () => {
    const late = summary(healthOf(48))
    expect([late.tone, late.title]).toEqual(['saving', 'Faces are announced a little late'])
    expect(late.text).toContain('Within 48 ms, where 35 ms is the aim')
    expect(summary(healthOf(35)).tone, 'the aim itself is met').toBe('good')
  })

  test('puts a camera without pictures before everything else', () => {
    const failed = camera(2, { name: 'Garage', state: { state: 'failed', trouble: 'refused', retry_in_secs: null } })
    const stalled = camera(3, { state: { state: 'stalled', seconds: 12 } })
    const one = summary(healthOf(80, [25], [down]), [camera(1), failed])
    expect([one.tone, one.title]).toEqual(['trouble', 'Garage gives no pictures'])
    expect(summary(healthOf(9), [camera(1), failed, stalled]).title).toBe('2 cameras give no pictures')
    expect(summary(healthOf(9), [camera(1), { ...failed, is_enabled: false }]).tone, 'one that is off').toBe('good')
  })

  test('calls nothing fine that does not run', () => {
    expect(summary(healthOf(0, []), [camera(1, { is_enabled: false, state: { state: 'off' } })])).toMatchObject({
      tone: 'resting',
      title: 'All cameras are off',
    })
    expect(summary(healthOf(0, [0]))).toMatchObject({ tone: 'resting', title: 'No camera sends pictures right now' })
    expect(summary(healthOf(9), cameras, false)).toMatchObject({
      tone: 'resting',
      title: 'Faces cannot be recognised yet',
    })
  })
})

describe('savings and steps', () => {
  test('every saving has words of its own', () => {
    expect(new Set(savings.map(savingWords)).size).toBe(savings.length)
    const titles = savings.slice(1).map((saving) => summary(healthOf(20, [25], [{ ...down, saving }])).title)
    expect(new Set(titles).size).toBe(savings.length - 1)
  })

  test('a step says which way and why', () => {
    expect([stepWords(down), reasonWords(down)]).toEqual([
      'Down: Cameras that show nobody are looked at less often',
      'Frames took up to 80 ms',
    ])
    const up: StepView = { ...further, from: 3, to: 2, reason: { kind: 'room' } }
    expect([stepWords(up), reasonWords(up)]).toEqual([
      'Back up from: Far faces are found a little later',
      'There was room for a while',
    ])
    expect(reasonWords(further)).toBe('1.8% of the frames were lost')
  })

  test('frames are lost of all that arrived', () => {
    expect(droppedShare({ frames: 990, dropped: 10 })).toBe(0.01)
    expect(droppedShare({ frames: 0, dropped: 0 })).toBe(0)
  })
})

describe('figures', () => {
  test.each([
    [0.42, '0.4 ms'],
    [9.94, '9.9 ms'],
    [9.96, '10 ms'],
    [80.4, '80 ms'],
  ])('%f is written as %s', (ms, words) => expect(milliseconds(ms)).toBe(words))

  test('limits, shares and memory are as short as they can be', () => {
    expect([limit(35), share(0.0042), share(0), share(0.0001), memory(212_345_678)]).toEqual([
      '35 ms',
      '0.4%',
      '0%',
      '<0.1%',
      '212 MB',
    ])
  })

  test('the scale holds the budget and what 95 of 100 took, and is not stretched by the alert', () => {
    const stage = (name: 'detect' | 'alert', p95_ms: number) => {
      const times = { samples: 1, p50_ms: 1, p95_ms, p99_ms: p95_ms * 9 }
      return { stage: name, recent: times, all: times }
    }
    expect(scaleOf([], 35)).toBe(50)
    expect(scaleOf([stage('detect', 80), stage('alert', 900)], 35)).toBe(100)
    expect([roundUp(51), roundUp(60_001)]).toEqual([75, 120_000])
    expect([partOf(25, 50), partOf(500, 50), partOf(-1, 50)]).toEqual([0.5, 1, 0])
  })
})

describe('the last two minutes', () => {
  test('hold no more than two minutes, and nothing from a clock that was ahead', () => {
    const samples = [now - spanMs - 1, now - spanMs, now, now + 1].map((at) => sampleOf(healthOf(9), at))
    expect(kept(samples, now).map(({ at }) => at)).toEqual([now - spanMs, now])
    expect(samples[0]).toMatchObject({ endToEndMs: 9, fps: 75 })
    expect(sampleOf(healthOf(0), now).endToEndMs).toBeUndefined()
  })

  test('are a line from left to right that breaks where nothing is known', () => {
    const points = [
      { at: now - spanMs, value: 0 },
      { at: now - spanMs + 1_000, value: 50 },
      { at: now - 3_000, value: 500 },
      { at: now - 2_000, value: undefined },
      { at: now, value: 25 },
    ]
    const ways = stretches(points, now, 100, 120, 10)
    expect(ways).toEqual([
      [
        [0, 10],
        [1, 5],
      ],
      [[117, 0]],
      [[120, 7.5]],
    ])
    expect(lineOf(ways.slice(0, 1))).toBe('M0.00 10.00 L1.00 5.00')
    expect(areaOf(ways, 10)).toBe('M0.00 10.00 L1.00 5.00 L1.00 10.00 L0.00 10.00 Z')
  })
})

const ready = (pack: string): ModelsView => ({ state: 'ready', model: 'x', pack, is_for_compatibility: false })

function systemWith(models: ModelsView): SystemView {
  const journal = { undo: null, undo_about: null, undo_together: 0, redo: null, redo_about: null, redo_together: 0 }
  return { version: '0.1.0', models, has_demo: false, visitors: 0, open_alerts: 0, is_paused: false, journal }
}

describe('the report', () => {
  test('holds version, figures and steps, and no name, address or path', () => {
    const list = [camera(1, { name: 'Nursery' }), camera(2, { kind: 'file', shown_source: '/home/you/secret.mp4' })]
    const text = reportOf(healthOf(13.84, [25, 25], [down]), list, systemWith(ready('default')), now)
    const report = JSON.parse(text)
    expect(report).toMatchObject({
      program: 'porchlight',
      version: '0.1.0',
      cameras: [
        { camera: 1, kind: 'stream', state: 'live', fps: 25, dropped: 10, dropped_share: 0.01, recognised: 7 },
        { camera: 2, kind: 'file' },
      ],
      governor: { rung: 1, saving: 'idle_cameras', steps: [{ from: 0, to: 1, reason: { kind: 'slow' } }] },
      memory_bytes: 212_345_678,
      machine: { system: 'linux', processors: 2 },
      models: { state: 'ready', pack: 'default' },
    })
    expect(report.stages[0].recent).toEqual({ samples: 100, p50_ms: 6.9, p95_ms: 13.8, p99_ms: 20.8 })
    expect(text).not.toMatch(/Nursery|Camera \d|rtsp|192\.168|secret|home/)
  })

  test('says how the models fare, and names none that the owner brought', () => {
    const models = (state: ModelsView): unknown => JSON.parse(reportOf(healthOf(14), [], systemWith(state), now)).models
    expect(models(ready('our-street'))).toEqual({ state: 'ready', pack: 'own' })
    expect(models({ state: 'preparing' })).toEqual({ state: 'preparing' })
    const files = [true, false, false].map((is_damaged) => ({
      name: 'a.onnx',
      purpose: 'detector',
      size: 1,
      is_damaged,
    }))
    const missing = { state: 'missing', lacks_runtime: false, missing: 2, damaged: 1 }
    expect(models({ state: 'missing', lacks_runtime: false, files })).toEqual(missing)
    expect(JSON.parse(reportOf(healthOf(14), [], undefined, now))).toMatchObject({ version: null, models: null })
  })

  test('tells whether it reached the clipboard', async () => {
    const writeText = vi.fn().mockResolvedValueOnce(undefined).mockRejectedValue(new Error('no'))
    vi.stubGlobal('navigator', { ...navigator, clipboard: { writeText } })
    const byHand = vi.fn().mockReturnValueOnce(true).mockReturnValueOnce(false)
    Object.assign(document, { execCommand: byHand })
    expect(await copied('one')).toBe(true)
    expect(byHand).not.toHaveBeenCalled()
    expect([await copied('two'), await copied('three')]).toEqual([true, false])
    expect(document.querySelector('textarea')).toBeNull()
    vi.unstubAllGlobals()
  })
})

describe('asking the program', () => {
  let backend: FakeBackend
  let health: Health
  let asked: MockInstance<FakeBackend['call']>
  const refused = { code: 'internal', message: 'no', trouble: null } as const

  beforeEach(() => {
    vi.useFakeTimers()
    backend = new FakeBackend('quiet')
    asked = vi.spyOn(backend, 'call')
    health = new Health(backend)
  })
  afterEach(() => {
    vi.useRealTimers()
    Object.defineProperty(document, 'hidden', { value: false, configurable: true })
  })

  test('happens each second while somebody looks, and no longer', async () => {
    const end = health.watch()
    await vi.advanceTimersByTimeAsync(3_000)
    expect(asked).toHaveBeenCalledTimes(4)
    expect(health.samples).toHaveLength(4)
    end()
    end()
    await vi.advanceTimersByTimeAsync(5_000)
    expect(asked).toHaveBeenCalledTimes(4)
    expect(health.samples, 'nobody needs them any more').toEqual([])
  })

  test('rests while the window is not seen, and begins at once when it is', async () => {
    const end = health.watch()
    await vi.advanceTimersByTimeAsync(0)
    Object.defineProperty(document, 'hidden', { value: true, configurable: true })
    await vi.advanceTimersByTimeAsync(10_000)
    expect(asked).toHaveBeenCalledTimes(1)
    Object.defineProperty(document, 'hidden', { value: false, configurable: true })
    document.dispatchEvent(new Event('visibilitychange'))
    expect(asked).toHaveBeenCalledTimes(2)
    end()
  })

  test('that fails keeps what was known and says since when', async () => {
    await health.load()
    const then = Date.now()
    await vi.advanceTimersByTimeAsync(4_000)
    backend.refusals.set('health', refused)
    await health.load()
    expect([health.status, health.staleSince]).toEqual(['ready', then])
    await health.load()
    expect(health.staleSince).toBeUndefined()
  })

  test('that fails from the start is said', async () => {
    backend.refusals.set('health', refused)
    await health.load()
    expect(health.status).toBe('failed')
    await health.load()
    expect(health.status).toBe('ready')
  })

  test('is not needed for a step of the governor, and an older answer does not take it back', async () => {
    backend.onEvent((event) => health.follow(event))
    const slow = health.load()
    const stale = backend.figures.view()
    asked.mockImplementationOnce(() => Promise.resolve(stale))
    backend.figures.stepTo(3, { kind: 'slow', end_to_end_ms: 80 })
    await slow
    expect(health.view?.governor).toMatchObject({ rung: 3, saving: 'closeness' })
  })
})
