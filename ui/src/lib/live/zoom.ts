// How much of a picture is shown, and where: digital zoom. Pure; lengths are pixels of the tile, what is looked at is
// told in fractions of the frame. Invariant: whatever is asked for, the picture fills the tile and nothing beside it is
// ever shown.
import { cover } from './layout'
import type { Rect, Size } from './layout'

export interface View {
  /** 1 shows as much as the tile can. */
  scale: number
  /** The middle of what is shown, as fractions of the frame. */
  x: number
  y: number
}

export const wholeView: View = { scale: 1, x: 0.5, y: 0.5 }
/** Beyond this there is nothing to be seen but squares. */
export const mostScale = 8

export function isWhole({ scale }: View): boolean {
  return scale <= 1
}

/** Where the whole frame lies, most of it outside the tile when it is looked at closely. */
export function placed(frame: Size, tile: Size, view: View): Rect {
  const base = cover(frame, tile)
  const width = base.width * view.scale
  const height = base.height * view.scale
  return {
    x: within(tile.width / 2 - view.x * width, tile.width - width, 0),
    y: within(tile.height / 2 - view.y * height, tile.height - height, 0),
    width,
    height,
  }
}

/** Closer by `factor`, with the point under the pointer staying where it is. */
export function zoomed(view: View, frame: Size, tile: Size, factor: number, at?: { x: number; y: number }): View {
  const scale = within(view.scale * factor, 1, mostScale)
  const before = placed(frame, tile, view)
  const point = at ?? { x: tile.width / 2, y: tile.height / 2 }
  const seen = { x: (point.x - before.x) / before.width, y: (point.y - before.y) / before.height }
  const base = cover(frame, tile)
  return settled(
    {
      scale,
      x: seen.x + (tile.width / 2 - point.x) / (base.width * scale),
      y: seen.y + (tile.height / 2 - point.y) / (base.height * scale),
    },
    frame,
    tile,
  )
}

/** The picture dragged by so many pixels. */
export function dragged(view: View, frame: Size, tile: Size, dx: number, dy: number): View {
  const { width, height } = placed(frame, tile, view)
  return settled({ ...view, x: view.x - dx / width, y: view.y - dy / height }, frame, tile)
}

/** The part of the frame that can be seen, as fractions of it. */
export function partShown(frame: Size, tile: Size, view: View): Rect {
  const all = placed(frame, tile, view)
  return {
    x: -all.x / all.width,
    y: -all.y / all.height,
    width: tile.width / all.width,
    height: tile.height / all.height,
  }
}

/** A point of the tile as fractions of the frame. */
export function onFrame(point: { x: number; y: number }, all: Rect): { x: number; y: number } {
  return { x: (point.x - all.x) / all.width, y: (point.y - all.y) / all.height }
}

/** The middle drawn in, so that dragging back takes effect at once. */
function settled(view: View, frame: Size, tile: Size): View {
  const { width, height } = placed(frame, tile, view)
  const [halfX, halfY] = [tile.width / width / 2, tile.height / height / 2]
  return { scale: view.scale, x: within(view.x, halfX, 1 - halfX), y: within(view.y, halfY, 1 - halfY) }
}

function within(value: number, low: number, high: number): number {
  return Math.max(low, Math.min(value, high))
}
