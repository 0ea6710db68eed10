// The parts of the live view that need no screen: what is kept and thinned, how closely it is looked at, where tiles
// stand, what keys do, whose turn it is to paint, and the steps of pausing and marking.
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import type { Backend } from '../../../src/lib/backend/backend'
import type { FaceOnFrame, FrameHeader, MarkedView, VerdictView } from '../../../src/lib/contract'
import { Journal } from '../../../src/lib/journal/journal.svelte'
import { inGrid, neighbour, withLarge } from '../../../src/lib/live/arrange'
import { Decoder } from '../../../src/lib/live/decode'
import { actOf } from '../../../src/lib/live/keys'
import { besideBox, overlaps, pictureWidth } from '../../../src/lib/live/layout'
import type { Rect } from '../../../src/lib/live/layout'
import { Marking } from '../../../src/lib/live/marking.svelte'
import { nameFace } from '../../../src/lib/live/naming'
import { Player } from '../../../src/lib/live/player.svelte'
import { FrameRing, stretches } from '../../../src/lib/live/ring'
import type { KeptFrame } from '../../../src/lib/live/ring'
import { pictureName } from '../../../src/lib/live/snapshot'
import { PaintTurns } from '../../../src/lib/live/turns'
import { dragged, mostScale, partShown, placed, wholeView, zoomed } from '../../../src/lib/live/zoom'
import { Toasts } from '../../../src/lib/toasts/toasts.svelte'

const header = (at: number, verdicts: VerdictView[] = [], number = at): FrameHeader => ({
  camera_id: 1,
  number,
  at,
  width: 1280,
  height: 720,
  fps: 10,
  delay_ms: 5,
  faces: verdicts.map((verdict, track) => face(verdict, track)),
})

const face = (verdict: VerdictView, track = 1): FaceOnFrame => ({
  track,
  box: [0.4, 0.4, 0.1, 0.2],
  verdict,
  name: null,
  similarity: null,
  threshold: null,
  sighting_id: 7,
  person_id: null,
  visitor_id: null,
  visitor_number: null,
})

const jpeg = (bytes = 10): Uint8Array<ArrayBuffer> => new Uint8Array(new ArrayBuffer(bytes))
const ats = (ring: FrameRing): number[] => ring.frames.map((frame) => frame.header.at)

describe('the last half minute', () => {
  test('keeps what is not older than its reach', () => {
    const ring = new FrameRing(1_000)
    for (const at of [0, 400, 800, 1_200, 1_600]) ring.push(header(at), jpeg())
    expect(ats(ring)).toEqual([800, 1_200, 1_600])
    expect(ring.bytes).toBe(30)
  })

  test('is thinned where the bytes do not reach, and still goes back as far', () => {
    const ring = new FrameRing(30_000, 1_000)
    for (let at = 0; at <= 29_000; at += 100) ring.push(header(at), jpeg(10))
    expect(ring.bytes).toBeLessThanOrEqual(1_000)
    expect(ats(ring)[0], 'the oldest is still there').toBe(0)
    expect(ats(ring).slice(-20), 'what was just seen is there picture by picture').toEqual(
      Array.from({ length: 20 }, (_, i) => 27_100 + i * 100),
    )
    expect(ats(ring).every((at, i, all) => i === 0 || at > (all[i - 1] as number))).toBe(true)
  })

  test('one picture larger than all that may be kept leaves nothing else, and ends', () => {
    const ring = new FrameRing(30_000, 100)
    ring.push(header(0), jpeg(60))
    ring.push(header(10), jpeg(60))
    ring.push(header(20), jpeg(500))
    expect(ats(ring)).toEqual([20])
    expect(ring.bytes).toBe(500)
  })

  test('counts the whole message that a picture came in', () => {
    const ring = new FrameRing()
    ring.push(header(0), new Uint8Array(new ArrayBuffer(64), 24))
    expect(ring.bytes).toBe(64)
  })

  test('a picture that comes twice is kept once, and a clock set back begins anew', () => {
    const ring = new FrameRing()
    ring.push(header(500), jpeg())
    ring.push(header(500), jpeg())
    expect(ats(ring)).toEqual([500])
    ring.push(header(100), jpeg())
    expect(ats(ring)).toEqual([100])
    expect(ring.bytes).toBe(10)
  })

  test.each([
    [-Infinity, 0],
    [0, 0],
    [150, 1],
    [200, 2],
    [9_999, 3],
  ])('what was shown at %d is picture %d', (at, place) => {
    const ring = new FrameRing()
    for (const at of [0, 100, 200, 300]) ring.push(header(at), jpeg())
    expect(ring.placeAt(at)).toBe(place)
  })

  test('stretches are of the weightiest verdict, and neither a face lost for a moment nor seldom pictures part them', () => {
    const frames: KeptFrame[] = [
      [0, []],
      [100, ['unclear']],
      [200, ['unclear', 'visitor']],
      [300, []],
      [800, ['visitor']],
      [900, ['visitor', 'blacklisted']],
      [3_000, ['blacklisted']],
      [9_000, ['blacklisted']],
    ].map(([at, verdicts]) => ({ header: header(at as number, verdicts as VerdictView[]), jpeg: jpeg() }))
    expect(stretches(frames)).toEqual([
      { verdict: 'unclear', from: 100, to: 100 },
      { verdict: 'visitor', from: 200, to: 800 },
      { verdict: 'blacklisted', from: 900, to: 3_000 },
      { verdict: 'blacklisted', from: 9_000, to: 9_000 },
    ])
  })
})

describe('pausing', () => {
  let held: number[]
  let frame: KeptFrame | undefined
  let isLetGo: number
  let player: Player

  beforeEach(() => {
    ;[held, frame, isLetGo] = [[], undefined, 0]
    player = new Player(() => ({
      get frame() {
        return frame
      },
      hold: (next) => held.push(next.header.at),
      letGo: () => isLetGo++,
    }))
    for (const at of [0, 1_000, 2_000, 3_000]) {
      frame = { header: header(at), jpeg: jpeg() }
      player.take(frame.header, frame.jpeg)
    }
  })

  test('holds what is on the screen, steps within what is kept, and lets go', () => {
    player.toggle()
    player.step(-1)
    player.step(-99)
    player.step(1)
    player.step(99)
    expect(held).toEqual([3_000, 2_000, 0, 1_000, 3_000])
    player.live()
    expect([player.isPaused, isLetGo, player.behindMs]).toEqual([false, 1, 0])
  })

  test('keeps nothing new meanwhile, so that what is looked at does not slip away', () => {
    player.pause()
    for (let at = 4_000; at < 90_000; at += 1_000) player.take(header(at), jpeg())
    player.oldest()
    expect(held.at(-1)).toBe(0)
    expect(player.behindMs).toBe(3_000)
  })

  test('a step back from the live picture pauses', () => {
    player.step(-1)
    expect(player.isPaused).toBe(true)
    expect(held.at(-1)).toBe(2_000)
  })

  test('goes to a moment, also one between two pictures', () => {
    player.seek(1_700)
    expect([held.at(-1), player.at]).toEqual([1_000, 1_000])
  })

  test('without a picture nothing is paused', () => {
    const empty = new Player(() => undefined)
    empty.step(-1)
    expect(empty.isPaused).toBe(false)
  })

  test('a view that is left keeps nothing', () => {
    player.pause()
    player.forget()
    expect([player.count, player.reel.bytes, player.isPaused]).toEqual([0, 0, false])
  })
})

describe('looking closer', () => {
  const frame = { width: 1280, height: 720 }
  const tile = { width: 640, height: 360 }

  test('keeps the point under the pointer where it is', () => {
    const at = { x: 500, y: 100 }
    const view = zoomed(wholeView, frame, tile, 3, at)
    const all = placed(frame, tile, view)
    expect((at.x - all.x) / all.width).toBeCloseTo(500 / 640)
    expect((at.y - all.y) / all.height).toBeCloseTo(100 / 360)
  })

  test.each([
    ['a corner', { x: 0, y: 0 }, 5],
    ['beyond the corner', { x: -300, y: 900 }, 5],
    ['a tall tile', { x: 10, y: 10 }, 2],
  ])('never shows anything beside the picture: %s', (_, at, factor) => {
    for (const size of [tile, { width: 200, height: 500 }]) {
      let view = zoomed(wholeView, frame, size, factor, at)
      for (const [dx, dy] of [
        [9_999, 0],
        [0, 9_999],
        [-9_999, -9_999],
      ] as const) {
        view = dragged(view, frame, size, dx, dy)
        const part = partShown(frame, size, view)
        for (const edge of [part.x, part.y]) expect(edge).toBeGreaterThanOrEqual(-1e-9)
        for (const edge of [part.x + part.width, part.y + part.height]) expect(edge).toBeLessThanOrEqual(1 + 1e-9)
      }
    }
  })

  test('dragging back takes effect at once, however far it was dragged', () => {
    const close = zoomed(wholeView, frame, tile, 4)
    const far = dragged(close, frame, tile, -50_000, 0)
    const back = dragged(far, frame, tile, 100, 0)
    expect(partShown(frame, tile, back).x).toBeLessThan(partShown(frame, tile, far).x)
  })

  test('has an end on both sides', () => {
    expect(zoomed(wholeView, frame, tile, 0.1).scale).toBe(1)
    expect(zoomed(wholeView, frame, tile, 1_000).scale).toBe(mostScale)
    expect(zoomed(zoomed(wholeView, frame, tile, 6, { x: 9, y: 9 }), frame, tile, 0.01)).toEqual(wholeView)
  })

  test('asks for larger pictures only while it is looked at closely', () => {
    expect(pictureWidth(1_000, 1)).toBe(960)
    expect(pictureWidth(1_000, 4)).toBe(1_920)
    expect(pictureWidth(1_000, 1, 3)).toBe(3_840)
  })
})

describe('the tiles', () => {
  const inside = (room: { width: number; height: number }) => (rect: Rect) =>
    rect.x >= -1 && rect.y >= -1 && rect.x + rect.width <= room.width + 1 && rect.y + rect.height <= room.height + 1

  test.each([1, 2, 3, 4, 5, 9, 16])('%d in a grid fill the room without touching', (count) => {
    const room = { width: 1_080, height: 600 }
    const tiles = inGrid(count, room, 8, 16 / 9)
    expect(tiles).toHaveLength(count)
    expect(tiles.every(inside(room))).toBe(true)
    tiles.forEach((one, i) => tiles.slice(i + 1).forEach((other) => expect(overlaps(one, other)).toBe(false)))
  })

  test.each([
    [2, { width: 1_080, height: 600 }],
    [4, { width: 824, height: 420 }],
    [9, { width: 1_080, height: 600 }],
    [9, { width: 500, height: 900 }],
    [16, { width: 1_700, height: 900 }],
  ])('one of %d large takes most of the room, the others keep theirs', (count, room) => {
    const tiles = withLarge(count, 1, room, 8, 16 / 9)
    const large = tiles[1] as Rect
    const others = tiles.filter((_, i) => i !== 1) as Rect[]
    expect(others.every((rect) => rect !== undefined && rect.width >= 112)).toBe(true)
    expect([large, ...others].every(inside(room))).toBe(true)
    for (const other of others) {
      expect(overlaps(large, other)).toBe(false)
      expect(large.width * large.height).toBeGreaterThan(2 * other.width * other.height)
    }
  })

  test('in a room too small for the others the large one is alone', () => {
    const tiles = withLarge(30, 0, { width: 240, height: 160 }, 8, 16 / 9)
    expect(tiles[0]?.width).toBe(240)
    expect(tiles.slice(1).every((tile) => tile === undefined)).toBe(true)
  })

  test('the arrows go to the tile that lies there, and stay at the edge', () => {
    const tiles = inGrid(5, { width: 1_200, height: 700 }, 8, 16 / 9)
    const columns = tiles.filter((tile) => tile.y === tiles[0]?.y).length
    expect(neighbour(tiles, 0, 'right')).toBe(1)
    expect(neighbour(tiles, 0, 'down')).toBe(columns)
    expect(neighbour(tiles, columns, 'up')).toBe(0)
    expect(neighbour(tiles, 0, 'left')).toBe(0)
  })

  test('a card about a face does not cover it where there is room', () => {
    const bounds = { x: 8, y: 8, width: 800, height: 400 }
    const card = { width: 288, height: 86 }
    for (const box of [
      { x: 300, y: 50, width: 120, height: 150 },
      { x: 300, y: 250, width: 120, height: 150 },
      { x: 10, y: 150, width: 90, height: 250 },
    ]) {
      expect(overlaps({ ...card, ...besideBox(box, card, bounds, 10) }, box)).toBe(false)
    }
    const all = besideBox({ x: 0, y: 0, width: 900, height: 500 }, card, bounds, 10)
    expect(all.x >= bounds.x && all.y + card.height <= bounds.y + bounds.height, 'and always stays inside').toBe(true)
  })
})

describe('the keys', () => {
  const press = (key: string, shiftKey = false) => new KeyboardEvent('keydown', { key, shiftKey })

  test.each([
    ['ArrowLeft', false, true, { do: 'step', by: -1 }],
    ['ArrowRight', false, true, { do: 'step', by: 1 }],
    ['ArrowLeft', false, false, { do: 'go', way: 'left' }],
    ['ArrowDown', false, true, { do: 'go', way: 'down' }],
    ['ArrowLeft', true, false, undefined],
    [' ', false, true, { do: 'pause' }],
    ['f', false, true, { do: 'full' }],
    ['F', false, false, { do: 'full' }],
    ['+', true, true, { do: 'zoom', factor: 1.25 }],
    ['=', false, true, { do: 'zoom', factor: 1.25 }],
    ['-', false, true, { do: 'zoom', factor: 0.8 }],
    ['m', false, false, { do: 'mark' }],
    ['3', false, true, { do: 'face', place: 2 }],
    ['End', false, true, { do: 'live' }],
    ['End', false, false, undefined],
    ['0', false, true, { do: 'reset' }],
    ['x', false, true, undefined],
    ['Tab', false, true, undefined],
  ])('%s (shift %s, large %s)', (key, shift, isLarge, act) => {
    expect(actOf(press(key, shift), isLarge)).toEqual(act)
  })

  test('Shift and an arrow looks further in that direction', () => {
    const act = actOf(press('ArrowRight', true), true)
    expect(act?.do === 'pan' && act.dx < 0 && act.dy === 0, 'the picture goes to the left').toBe(true)
  })
})

describe('turns to paint', () => {
  test('end when the screen’s frame is used up; who waited comes first', () => {
    let now = 0
    const frames: (() => void)[] = []
    const order: string[] = []
    const turns = new PaintTurns(
      (turn) => frames.push(turn),
      () => now,
    )
    const paint = (name: string) => (): void => {
      order.push(name)
      now += 5
    }
    const [a, b, c] = [paint('a'), paint('b'), paint('c')]
    for (const one of [a, b, a, c]) turns.ask(one)
    frames.shift()?.()
    expect(order, 'asked twice is painted once, and the third waits').toEqual(['a', 'b'])
    turns.ask(a)
    frames.shift()?.()
    expect(order).toEqual(['a', 'b', 'c', 'a'])
    expect(frames, 'nobody waits any more').toHaveLength(0)
    expect(turns.figures).toMatchObject({ turns: 2, paints: 4, long: 0, longestMs: 10 })
  })
})

describe('decoding beside the page', () => {
  type Listener = (event: unknown) => void
  class FakeWorker {
    readonly listeners = new Map<string, Listener>()
    readonly asked: { id: number }[] = []
    isOver = false
    addEventListener(name: string, listen: Listener): void {
      this.listeners.set(name, listen)
    }
    postMessage(message: { id: number }): void {
      this.asked.push(message)
    }
    terminate(): void {
      this.isOver = true
    }
    answer(data: unknown): void {
      this.listeners.get('message')?.({ data })
    }
  }
  let worker: FakeWorker
  let decoder: Decoder
  const here = { close: () => undefined }

  beforeEach(() => {
    worker = new FakeWorker()
    decoder = new Decoder(() => worker as unknown as Worker)
    vi.stubGlobal('createImageBitmap', () => Promise.resolve(here))
  })
  afterEach(() => vi.unstubAllGlobals())

  test('gives each what it asked for, and nothing for a damaged picture', async () => {
    const [first, second] = [decoder.decode(jpeg()), decoder.decode(jpeg())]
    worker.answer({ id: 2 })
    worker.answer({ id: 1, picture: here })
    expect([await first, await second]).toEqual([here, undefined])
  })

  test('a worker that cannot hand pictures over is left, and nobody waits for it', async () => {
    const [first, second] = [decoder.decode(jpeg()), decoder.decode(jpeg())]
    worker.answer({ id: 1, isUnable: true })
    expect([await first, await second]).toEqual([here, here])
    expect(worker.isOver).toBe(true)
    expect(await decoder.decode(jpeg()), 'and is not asked again').toBe(here)
    expect(worker.asked).toHaveLength(2)
  })

  test('a worker that does not start is done without', async () => {
    const first = decoder.decode(jpeg())
    worker.listeners.get('error')?.({})
    expect(await first).toBe(here)
    const none = new Decoder(() => {
      throw new Error('not allowed')
    })
    expect(await none.decode(jpeg())).toBe(here)
  })
})

describe('marking a face that was missed', () => {
  const found: MarkedView = {
    outcome: 'face',
    area: [0.4, 0.4, 0.1, 0.2],
    is_guessed: false,
    side_px: 60,
    trust: 0.6,
    jpeg_base64: '',
    candidates: [],
  }
  let calls: { name: string; request: unknown }[]
  let answer: () => unknown
  let marking: Marking
  let toasts: Toasts

  beforeEach(() => {
    calls = []
    answer = () => found
    const call = async (name: string, request: unknown): Promise<unknown> => {
      calls.push({ name, request })
      return name === 'journal' ? [] : answer()
    }
    const backend = { call } as unknown as Backend
    toasts = new Toasts()
    marking = new Marking(backend, new Journal(backend, toasts))
  })
  const frame = { header: header(500), jpeg: jpeg() }
  const asked = (name: string): unknown[] => calls.filter((call) => call.name === name)

  test('goes from the picture to the box to the name', async () => {
    marking.begin()
    expect(marking.step).toBe('waiting')
    marking.begin(frame)
    await marking.look([0.4, 0.4, 0.1, 0.2])
    expect([marking.step, marking.view]).toEqual(['seen', found])
    expect(await marking.keep({ to: 'named', name: 'Priya' }, 'Priya')).toBe(true)
    expect(marking.step).toBe('off')
    expect(asked('keep_marked_face')).toMatchObject([
      { request: { marked: { camera_id: 1, at: 500, area: [0.4, 0.4, 0.1, 0.2] }, target: { name: 'Priya' } } },
    ])
  })

  test('a box around somebody who was found already is of somebody who was not missed', () => {
    marking.begin({ header: header(500, ['visitor']), jpeg: jpeg() })
    expect(marking.followedIn([0.39, 0.38, 0.12, 0.24])?.track).toBe(0)
    expect(marking.followedIn([0.52, 0.4, 0.1, 0.2]), 'the one beside is another').toBeUndefined()
    expect(marking.followedIn([0.1, 0.1, 0.8, 0.8]), 'all of the picture is nobody').toBeUndefined()
  })

  test('a click is no box', async () => {
    marking.begin(frame)
    await marking.look([0.4, 0.4, 0, 0])
    expect(marking.step).toBe('drawing')
    expect(asked('mark_face')).toEqual([])
  })

  test('nothing is kept where no face was found', async () => {
    answer = () => ({ outcome: 'nothing', reason: 'blurred' })
    marking.begin(frame)
    await marking.look([0.4, 0.4, 0.1, 0.2])
    expect(await marking.keep({ to: 'named', name: 'Priya' }, 'Priya')).toBe(false)
    expect(asked('keep_marked_face')).toEqual([])
  })

  test('a refusal is told and the picture stays, to try again', async () => {
    answer = () => {
      throw { code: 'models_missing', message: '', trouble: null }
    }
    marking.begin(frame)
    await marking.look([0.4, 0.4, 0.1, 0.2])
    expect([marking.step, marking.trouble]).toEqual(['seen', 'The models are missing. Install them first.'])
    marking.again()
    expect([marking.step, marking.trouble]).toEqual(['drawing', undefined])
  })

  test('a name that is refused leaves the card as it is', async () => {
    marking.begin(frame)
    await marking.look([0.4, 0.4, 0.1, 0.2])
    answer = () => {
      throw { code: 'disk_full', message: '', trouble: null }
    }
    expect(await marking.keep({ to: 'named', name: 'Priya' }, 'Priya')).toBe(false)
    expect(marking.step).toBe('seen')
    expect(toasts.list.map((toast) => toast.tone)).toEqual(['trouble'])
  })

  test('an answer that comes after it was left changes nothing', async () => {
    let say: (view: MarkedView) => void = () => undefined
    answer = () => new Promise((done) => (say = done))
    marking.begin(frame)
    const looks = marking.look([0.4, 0.4, 0.1, 0.2])
    await vi.waitFor(() => expect(asked('mark_face')).toHaveLength(1))
    marking.cancel()
    say(found)
    await looks
    expect([marking.step, marking.view]).toEqual(['off', undefined])
  })
})

describe('a name given on the picture', () => {
  const done: string[] = []
  const hands = {
    people: { list: [{ id: 3, name: 'Anna' }] },
    visitors: { name: async (visitor: { id: number }, name: string) => done.push(`visitor ${visitor.id} ${name}`) > 0 },
    why: {
      confirm: async ({ id }: { id: number }, name: string) => done.push(`yes ${id} ${name}`) > 0,
      move: async ({ id }: { id: number }, target: { to: string }) => done.push(`move ${id} ${target.to}`) > 0,
    },
  } as unknown as Parameters<typeof nameFace>[0]

  test.each([
    [
      'a visitor is named with all their sightings',
      { visitor_id: 12, visitor_number: 12 },
      'Priya',
      'visitor 12 Priya',
    ],
    ['whoever it is taken for is confirmed', { person_id: 3 }, 'anna', 'yes 7 Anna'],
    ['somebody else with a name gets the sighting', { person_id: 9 }, 'Anna', 'move 7 person'],
    ['a new name gets it, too', {}, 'Priya', 'move 7 named'],
  ])('%s', async (_, part, name, act) => {
    done.length = 0
    expect(await nameFace(hands, { ...face('unclear'), ...part }, name)).toBe(true)
    expect(done).toEqual([act])
  })

  test('before there is a sighting there is nothing to name', async () => {
    expect(await nameFace(hands, { ...face('unclear'), sighting_id: null }, 'Priya')).toBe(false)
  })
})

test.each([
  ['Front door', /^Front door 20\d\d-\d\d-\d\d \d\d\.\d\d\.\d\d\.jpg$/],
  ['../../Gate: "left"', /^[^/\\:"]+ 20\d\d-\d\d-\d\d [\d.]+\.jpg$/],
  ['...', /^Camera 20/],
])('a picture of %s has a name that every disk takes', (camera, name) => {
  const made = pictureName(camera, Date.UTC(2026, 2, 14, 12, 0, 0))
  expect(made).toMatch(name)
  expect(made).not.toMatch(/^\./)
})
