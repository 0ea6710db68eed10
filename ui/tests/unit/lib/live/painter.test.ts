// Which pictures the painter decodes and shows, on a canvas that only counts.
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import type { FaceOnFrame, FrameHeader } from '../../../../src/lib/contract'
import { Painter } from '../../../../src/lib/live/painter'
import type { Palette } from '../../../../src/lib/live/marks'
import { face, header, jpeg } from './frames'

const palette: Palette = {
  verdict: { known: 'k', visitor: 'v', blacklisted: 'b', unclear: 'u', ignored: 'i' },
  blacklistedFill: 'B',
  text: 't',
  textSoft: 's',
  ground: 'g',
  focus: 'o',
  font: 'f',
}

const anna = (track: number, box: FaceOnFrame['box']): FaceOnFrame => ({
  ...face('known', track),
  box,
  name: 'Anna',
  similarity: 0.6,
})

const frame = (number: number, faces: FaceOnFrame[] = [], at = number): FrameHeader => ({
  ...header(at, [], number),
  faces,
})

const picture = jpeg()
const another = jpeg()

/** A screen that never lets anybody wait. */
const atOnce = { ask: (paint: () => void) => paint(), leave: () => undefined }

interface Decoding {
  finish(): void
  fail(): void
}
let decodings: Decoding[]
let closed: number
let shown: number[]
let drawn: string[]
let painter: Painter

beforeEach(() => {
  decodings = []
  closed = 0
  shown = []
  drawn = []
  vi.stubGlobal(
    'createImageBitmap',
    () =>
      new Promise((done, failed) => {
        decodings.push({ finish: () => done({ close: () => closed++ }), fail: () => failed(new Error('damaged')) })
      }),
  )
  const brush = new Proxy(
    {},
    {
      get: (_, name: string) => {
        if (name === 'measureText') return (text: string) => ({ width: text.length * 7 })
        return (...args: unknown[]) => drawn.push(`${name} ${args.filter((arg) => typeof arg === 'string').join()}`)
      },
      set: () => true,
    },
  )
  const canvas = document.createElement('canvas')
  canvas.getContext = (() => brush) as never
  painter = new Painter(canvas, palette, (header) => shown.push(header.number), atOnce)
  painter.resize(640, 360, 1)
})
afterEach(() => painter.end())

const settled = (): Promise<void> => new Promise((done) => setTimeout(done))

async function finish(index: number): Promise<void> {
  decodings[index]?.finish()
  await settled()
}

describe('the painter', () => {
  test('of pictures that come while one is decoded shows only the newest', async () => {
    for (const number of [1, 2, 3, 4]) painter.show(frame(number), picture)
    await finish(0)
    await finish(1)
    expect(shown).toEqual([1, 4])
    expect(decodings).toHaveLength(2)
  })

  test('never goes back to an older picture', async () => {
    painter.show(frame(5), picture)
    await finish(0)
    painter.show(frame(4), picture)
    expect(decodings).toHaveLength(1)
  })

  test('follows a camera that was restarted and counts from the start again', async () => {
    painter.show(frame(500, [], 1_000), picture)
    await finish(0)
    painter.show(frame(1, [], 2_000), picture)
    await finish(1)
    expect(shown).toEqual([500, 1])
  })

  test('is not stopped by a damaged picture', async () => {
    painter.show(frame(1), picture)
    painter.show(frame(2), picture)
    decodings[0]?.fail()
    await settled()
    await finish(1)
    expect(shown).toEqual([2])
  })

  test('writes the name of each face on that very frame', async () => {
    painter.show(frame(1, [anna(1, [0.4, 0.4, 0.1, 0.2])]), picture)
    await finish(0)
    expect(drawn).toContain('fillText Anna')
    expect(drawn).toContain('fillText 60%')
  })

  test('finds the face under the pointer, of two the smaller', async () => {
    painter.show(frame(1, [anna(1, [0.2, 0.2, 0.6, 0.6]), anna(2, [0.4, 0.4, 0.1, 0.2])]), picture)
    await finish(0)
    expect(painter.hit(0.45 * 640, 0.5 * 360)?.face.track).toBe(2)
    expect(painter.hit(0.7 * 640, 0.7 * 360)?.face.track).toBe(1)
    expect(painter.hit(5, 5)).toBeUndefined()
  })

  test('tells a label from the face that it is about', async () => {
    painter.show(frame(1, [anna(1, [0.4, 0.4, 0.1, 0.2])]), picture)
    await finish(0)
    const box = painter.spotOf(1)
    expect(painter.hit(320 - 32, 0.5 * 360)).toMatchObject({ part: 'box' })
    expect(painter.hit((box?.x ?? 0) + 10, (box?.y ?? 0) - 18)).toMatchObject({ part: 'label', face: { track: 1 } })
  })

  test('draws no box and finds no face where boxes are hidden', async () => {
    painter.showBoxes(false)
    painter.show(frame(1, [anna(1, [0.4, 0.4, 0.1, 0.2])]), picture)
    await finish(0)
    expect(drawn).not.toContain('fillText Anna')
    expect(painter.hit(0.45 * 640, 0.5 * 360)).toBeUndefined()
  })

  test('a picture that is held stays, however many come', async () => {
    painter.show(frame(9), picture)
    await finish(0)
    painter.hold({ header: frame(3), jpeg: another })
    await finish(1)
    for (const number of [10, 11, 12]) painter.show(frame(number), picture)
    expect(decodings).toHaveLength(2)
    painter.letGo()
    painter.show(frame(13), picture)
    await finish(2)
    expect(shown).toEqual([9, 3, 13])
  })

  test('a live picture still being decoded does not take the place of a held one', async () => {
    painter.show(frame(9), picture)
    painter.hold({ header: frame(3), jpeg: another })
    await finish(0)
    await finish(1)
    expect(shown).toEqual([3])
    expect(closed).toBe(1)
  })

  test('lets go of every picture', async () => {
    painter.show(frame(1), picture)
    await finish(0)
    painter.show(frame(2), picture)
    await finish(1)
    painter.show(frame(3), picture)
    painter.end()
    await finish(2)
    expect(closed).toBe(3)
    expect(shown).toEqual([1, 2])
  })
})
