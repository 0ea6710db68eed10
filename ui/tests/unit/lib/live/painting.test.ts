// Whose turn it is to paint, and decoding beside the page.
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { Decoder } from '../../../../src/lib/live/decode'
import { PaintTurns } from '../../../../src/lib/live/turns'
import { jpeg } from './frames'

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
