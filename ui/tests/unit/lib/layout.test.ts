// Where things go on a live picture.
import { describe, expect, test } from 'vitest'
import { boxOnTile, columnsFor, cover, overlaps, pictureWidth, placeLabels } from '../../../src/lib/live/layout'
import type { Rect } from '../../../src/lib/live/layout'
import { shortened } from '../../../src/lib/live/marks'

describe('a frame on its tile', () => {
  test.each([
    [
      { width: 1280, height: 720 },
      { width: 640, height: 360 },
    ],
    [
      { width: 640, height: 480 },
      { width: 640, height: 360 },
    ],
    [
      { width: 720, height: 1280 },
      { width: 640, height: 360 },
    ],
  ])('fills it and stays centred', (frame, tile) => {
    const on = cover(frame, tile)
    expect(on.width).toBeGreaterThanOrEqual(tile.width)
    expect(on.height).toBeGreaterThanOrEqual(tile.height)
    expect(on.x + on.width / 2).toBeCloseTo(tile.width / 2)
    expect(on.y + on.height / 2).toBeCloseTo(tile.height / 2)
    expect(on.width / on.height).toBeCloseTo(frame.width / frame.height)
  })

  test('a box keeps to its face when the frame is cropped', () => {
    const on = cover({ width: 640, height: 480 }, { width: 640, height: 360 })
    expect(boxOnTile([0.5, 0.5, 0.1, 0.1], on)).toEqual({ x: 320, y: 180, width: 64, height: 48 })
  })
})

describe('labels', () => {
  const bounds: Rect = { x: 6, y: 6, width: 628, height: 318 }
  const size = { width: 110, height: 24 }
  const inside = (label: Rect): boolean =>
    label.x >= bounds.x &&
    label.y >= bounds.y &&
    label.x + label.width <= bounds.x + bounds.width &&
    label.y + label.height <= bounds.y + bounds.height

  test('stand above their box where there is room', () => {
    const box = { x: 200, y: 100, width: 80, height: 100 }
    const [label] = placeLabels([box], [size], bounds)
    expect(label?.y).toBe(70)
    expect((label?.x ?? 0) + size.width / 2).toBe(240)
  })

  test('go below a box that touches the upper edge', () => {
    const box = { x: 200, y: 2, width: 80, height: 100 }
    expect(placeLabels([box], [size], bounds)[0]?.y).toBe(108)
  })

  test('of faces close together do not cover each other and stay inside', () => {
    const boxes = [0, 1, 2, 3, 4].map((i) => ({ x: 120 + i * 70, y: 120 + (i % 2) * 20, width: 60, height: 80 }))
    const labels = placeLabels(
      boxes,
      boxes.map(() => size),
      bounds,
    )
    expect(labels).toHaveLength(5)
    for (const label of labels) expect(inside(label)).toBe(true)
    labels.forEach((a, i) => labels.slice(i + 1).forEach((b) => expect(overlaps(a, b)).toBe(false)))
  })

  test('of a face that fills the picture stay inside', () => {
    const [label] = placeLabels([{ x: -50, y: -50, width: 800, height: 500 }], [size], bounds)
    expect(label && inside(label)).toBe(true)
  })

  test('of faces at every edge stay inside', () => {
    const edges = [
      { x: 0, y: 0, width: 40, height: 40 },
      { x: 600, y: 0, width: 40, height: 40 },
      { x: 0, y: 300, width: 40, height: 40 },
      { x: 600, y: 300, width: 40, height: 40 },
    ]
    expect(
      placeLabels(
        edges,
        edges.map(() => size),
        bounds,
      ).every(inside),
    ).toBe(true)
  })

  test('too long a name is cut with an ellipsis', () => {
    const width = (text: string): number => text.length
    expect(shortened('Anna', 10, width)).toBe('Anna')
    expect(shortened('Wendeline-Margarethe', 10, width)).toBe('Wendeline…')
    expect(shortened('A', 0, width)).toBe('A…')
  })
})

describe('the grid', () => {
  const room = { width: 1080, height: 620 }
  test.each([
    [1, 1],
    [2, 2],
    [4, 2],
    [9, 3],
  ])('%i cameras stand in %i columns', (count, columns) => {
    expect(columnsFor(count, room, 8).columns).toBe(columns)
  })

  test('tiles never reach over the room', () => {
    for (let count = 1; count <= 30; count++) {
      const { columns, tile } = columnsFor(count, room, 8)
      const rows = Math.ceil(count / columns)
      expect(columns * tile.width + (columns - 1) * 8).toBeLessThanOrEqual(room.width)
      expect(rows * tile.height + (rows - 1) * 8).toBeLessThanOrEqual(room.height)
    }
  })

  test('a narrow room stacks its cameras', () => {
    expect(columnsFor(2, { width: 400, height: 700 }, 8).columns).toBe(1)
  })

  test('no room yet is no division by nothing', () => {
    expect(columnsFor(3, { width: 0, height: 0 }, 8).tile).toEqual({ width: 0, height: 0 })
  })
})

describe('how wide pictures are asked for', () => {
  test.each([
    [300, 1, 320],
    [540, 1, 640],
    [540, 2, 1280],
    [3000, 2, 1920],
  ])('a tile of %i at ratio %i asks for %i', (tile, ratio, width) => {
    expect(pictureWidth(tile, ratio)).toBe(width)
  })
})
