// How closely a picture is looked at.
import { describe, expect, test } from 'vitest'
import { pictureWidth } from '../../../../src/lib/live/layout'
import { dragged, mostScale, partShown, placed, wholeView, zoomed } from '../../../../src/lib/live/zoom'

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
