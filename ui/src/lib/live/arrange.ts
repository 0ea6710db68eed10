// Where the tiles of all cameras stand: a grid that fills the room, or one of them large with the others in a strip
// beside or below it, whichever leaves more for the large one. Pure; lengths are pixels of the room.
import { columnsFor } from './layout'
import type { Rect, Size } from './layout'

/** A tile of the strip is neither too small to see somebody nor so large that it takes from the large one. */
const leastStripWidth = 112
const mostStripWidth = 208
const stripShape = 16 / 9
const mostLines = 8

/** A grid of equal tiles in the middle of the room. */
export function inGrid(count: number, room: Size, gapPx: number, shape: number): Rect[] {
  const { columns, tile } = columnsFor(count, room, gapPx, shape)
  const rows = Math.ceil(count / columns)
  const left = (room.width - columns * tile.width - (columns - 1) * gapPx) / 2
  const top = (room.height - rows * tile.height - (rows - 1) * gapPx) / 2
  return Array.from({ length: count }, (_, i) => ({
    x: Math.round(left + (i % columns) * (tile.width + gapPx)),
    y: Math.round(top + Math.floor(i / columns) * (tile.height + gapPx)),
    ...tile,
  }))
}

/** One tile alone, as large as its shape allows, in a part of the room. */
function fitted(room: Rect, shape: number): Rect {
  const width = Math.floor(Math.max(0, Math.min(room.width, room.height * shape)))
  const height = Math.floor(width / shape)
  return {
    x: Math.round(room.x + (room.width - width) / 2),
    y: Math.round(room.y + (room.height - height) / 2),
    width,
    height,
  }
}

/**
 * The camera at `large` large, the others in lines below it or beside it. In a room too small for a strip of them all
 * the others have no place: `undefined`.
 */
export function withLarge(
  count: number,
  large: number,
  room: Size,
  gapPx: number,
  shape: number,
): (Rect | undefined)[] {
  const others = count - 1
  const whole: Rect = { x: 0, y: 0, ...room }
  let best: { main: Rect; strip: Rect[] } = { main: fitted(whole, shape), strip: [] }
  let bestArea = 0
  for (let lines = 1; lines <= Math.min(mostLines, others); lines++) {
    for (const option of [below(others, lines, room, gapPx), beside(others, lines, room, gapPx)]) {
      if (!option) continue
      const main = fitted(option.rest, shape)
      if (main.width * main.height > bestArea) {
        bestArea = main.width * main.height
        best = { main, strip: option.strip }
      }
    }
  }
  return Array.from({ length: count }, (_, i) => (i === large ? best.main : best.strip[i < large ? i : i - 1]))
}

interface Strip {
  rest: Rect
  strip: Rect[]
}

function below(count: number, lines: number, room: Size, gapPx: number): Strip | undefined {
  const perLine = Math.ceil(count / lines)
  const width = Math.floor(Math.min(mostStripWidth, (room.width - gapPx * (perLine - 1)) / perLine))
  if (width < leastStripWidth) return undefined
  const height = Math.floor(width / stripShape)
  const thick = lines * (height + gapPx)
  const left = (room.width - perLine * width - (perLine - 1) * gapPx) / 2
  const strip = Array.from({ length: count }, (_, i) => ({
    x: Math.round(left + (i % perLine) * (width + gapPx)),
    y: Math.round(room.height - thick + gapPx + Math.floor(i / perLine) * (height + gapPx)),
    width,
    height,
  }))
  return { rest: { x: 0, y: 0, width: room.width, height: room.height - thick }, strip }
}

function beside(count: number, lines: number, room: Size, gapPx: number): Strip | undefined {
  const perLine = Math.ceil(count / lines)
  const highest = (room.height - gapPx * (perLine - 1)) / perLine
  const width = Math.floor(Math.min(mostStripWidth, highest * stripShape))
  if (width < leastStripWidth) return undefined
  const height = Math.floor(width / stripShape)
  const thick = lines * (width + gapPx)
  const top = (room.height - perLine * height - (perLine - 1) * gapPx) / 2
  const strip = Array.from({ length: count }, (_, i) => ({
    x: Math.round(room.width - thick + gapPx + Math.floor(i / perLine) * (width + gapPx)),
    y: Math.round(top + (i % perLine) * (height + gapPx)),
    width,
    height,
  }))
  return { rest: { x: 0, y: 0, width: room.width - thick, height: room.height }, strip }
}

export type Way = 'left' | 'right' | 'up' | 'down'

/** The tile next to one in a direction; itself at the edge. */
export function neighbour(tiles: (Rect | undefined)[], from: number, way: Way): number {
  const own = tiles[from]
  if (!own) return from
  const middle = (rect: Rect): [number, number] => [rect.x + rect.width / 2, rect.y + rect.height / 2]
  const [x, y] = middle(own)
  let best = from
  let least = Infinity
  tiles.forEach((tile, i) => {
    if (!tile || i === from) return
    const [tx, ty] = middle(tile)
    const [dx, dy] = [tx - x, ty - y]
    const along = { left: -dx, right: dx, up: -dy, down: dy }[way]
    const across = way === 'left' || way === 'right' ? Math.abs(dy) : Math.abs(dx)
    // Whoever lies more to the side than ahead is not in this direction.
    if (along <= 1 || across > along * 1.5) return
    const cost = along + across * 2
    if (cost < least) [least, best] = [cost, i]
  })
  return best
}
