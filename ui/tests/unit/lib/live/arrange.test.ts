// Where tiles stand, and a card beside a face.
import { describe, expect, test } from 'vitest'
import { inGrid, neighbour, withLarge } from '../../../../src/lib/live/arrange'
import { besideBox, overlaps } from '../../../../src/lib/live/layout'
import type { Rect } from '../../../../src/lib/live/layout'

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
