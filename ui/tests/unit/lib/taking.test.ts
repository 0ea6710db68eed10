// Taking pictures of somebody from a camera: what is good, why the rest is not, and that nothing stays of what is not used.
import { beforeEach, describe, expect, test, vi } from 'vitest'
import type { OnFrame } from '../../../src/lib/backend/backend'
import type { FaceOnFrame, FrameHeader, MarkedView } from '../../../src/lib/contract'
import { most, Taking, wanted, widestPx } from '../../../src/lib/people/taking.svelte'
import { guideWords, shotWords } from '../../../src/lib/people/words'

const at = (left: number, side = 0.2) => ({ box: [left, 0.2, side, side] }) as FaceOnFrame
const header = (...faces: FaceOnFrame[]) =>
  ({ camera_id: 4, at: 1_000, width: 1280, height: 720, faces }) as FrameHeader
const jpeg = new Uint8Array(new ArrayBuffer(12))
const face: MarkedView = {
  outcome: 'face',
  area: [0.4, 0.2, 0.2, 0.2],
  is_guessed: false,
  side_px: 144,
  trust: 0.7,
  jpeg_base64: 'AAAA',
  candidates: [],
}

let show: OnFrame
let ended: number
let marked: () => unknown
let closer: [number, number, number, number][]
let asked: [name: string, request: unknown][]
let taking: Taking

beforeEach(() => {
  ;[ended, closer, asked] = [0, [], []]
  marked = () => face
  const backend = {
    watchCamera: (_: number, __: number, next: OnFrame) => {
      show = next
      return () => ended++
    },
    call: async (name: string, request: unknown) => {
      asked.push([name, request])
      return name === 'mark_face' ? marked() : { faces: closer }
    },
  } as unknown as ConstructorParameters<typeof Taking>[0]
  taking = new Taking(backend)
})

const results = () => taking.shots.map(({ result }) => result)
const before = (...faces: FaceOnFrame[]) => show(header(...faces), jpeg)

describe('a picture that is taken', () => {
  test('is good where one face can be learnt, and is looked at as it was shown', async () => {
    taking.watch(4, () => undefined)
    before(at(0.4))
    await taking.take()
    expect(taking.shots).toMatchObject([{ number: 1, result: 'good', face: 'AAAA' }])
    expect(asked).toMatchObject([['mark_face', { camera_id: 4, at: 1_000, area: [0.4, 0.2, 0.2, 0.2] }]])
    expect(taking.files.map(({ name, size }) => [name, size])).toEqual([['Picture 1.jpg', 12]])
  })

  test.each(['too_small', 'bad_light', 'blurred'] as const)(
    'is dropped at once when it is %s, and says so',
    async (reason) => {
      marked = () => ({ outcome: 'nothing', reason })
      taking.watch(4, () => undefined)
      before(at(0.4))
      await taking.take()
      expect(results()).toEqual([reason])
      expect(taking.shots[0], 'nothing of the picture stays').toEqual({ number: 1, result: reason })
      expect(taking.files).toEqual([])
    },
  )

  test('shows one person; whoever passes in the background does not count', async () => {
    taking.watch(4, () => undefined)
    before(at(0.1), at(0.6))
    await taking.take()
    expect(results()).toEqual(['several_faces'])
    before(at(0.1), at(0.6, 0.05))
    await taking.take()
    expect(results(), 'and what was no good makes room').toEqual(['good'])
  })

  test('is looked at closer where the watch saw nobody, and a face that is only guessed is none', async () => {
    taking.watch(4, () => undefined)
    before()
    await taking.take()
    expect(results()).toEqual(['no_face'])
    closer = [[0.3, 0.3, 0.2, 0.2]]
    await taking.take()
    expect(results()).toEqual(['good'])
    marked = () => ({ ...face, is_guessed: true })
    await taking.take()
    expect(results()).toEqual(['good', 'no_face'])
  })

  test('is refused with words where the program cannot look', async () => {
    marked = () => {
      throw { code: 'models_missing', message: '', trouble: null }
    }
    taking.watch(4, () => undefined)
    before(at(0.4))
    await taking.take()
    expect(taking.shots.map(shotWords)).toEqual(['The models are missing. Install them first.'])
  })
})

describe('a sitting', () => {
  test('leads from step to step and has an end', async () => {
    taking.watch(4, () => undefined)
    before(at(0.4))
    const said: string[] = []
    for (let i = 0; i < most + 3; i++) {
      said.push(guideWords(taking.good.length))
      await taking.take()
    }
    expect(new Set(said.slice(0, wanted)).size, 'each step is another').toBe(wanted)
    expect([taking.good.length, taking.mayTake]).toEqual([most, false])
    taking.drop(2)
    expect([taking.good.length, taking.mayTake]).toEqual([most - 1, true])
  })

  test('takes one picture at a time, and none before there is one', async () => {
    await taking.take()
    expect(taking.shots).toEqual([])
    taking.watch(4, () => undefined)
    before(at(0.4))
    await Promise.all([taking.take(), taking.take()])
    expect(results()).toEqual(['good'])
  })

  test('looks through another camera with what it has', async () => {
    const leave = taking.watch(4, () => undefined)
    before(at(0.4))
    await taking.take()
    leave()
    expect([ended, taking.hasPicture, taking.good.length]).toEqual([1, false, 1])
    taking.watch(5, () => undefined)
    expect(taking.mayTake, 'the picture of the other camera is not taken').toBe(false)
  })

  test('leaves nothing behind, whatever is still being looked at', async () => {
    let answer: (view: MarkedView) => void = () => undefined
    marked = () => new Promise((done) => (answer = done))
    taking.watch(4, () => undefined)
    before(at(0.4))
    const takes = taking.take()
    await vi.waitFor(() => expect(asked).toHaveLength(1))
    taking.end()
    answer(face)
    await takes
    expect([taking.shots, taking.files, taking.hasPicture]).toEqual([[], [], false])
  })

  test('asks for pictures no larger than a face needs', () => {
    const watchCamera = vi.fn(() => () => undefined)
    new Taking({ watchCamera, call: vi.fn() }).watch(7, () => undefined)
    expect(watchCamera).toHaveBeenCalledWith(7, widestPx, expect.any(Function))
  })
})
