// Where things go on a live picture: how a frame fills its tile, and where labels stand. Pure; lengths are pixels of
// the tile, boxes come as fractions of the frame.

export interface Size {
  width: number
  height: number
}

export interface Rect extends Size {
  x: number
  y: number
}

export type BoxInFrame = readonly [left: number, top: number, width: number, height: number]

/** Where the whole frame lies so that it fills the tile: what reaches over the edge is cropped, nothing is left empty. */
export function cover(frame: Size, tile: Size): Rect {
  const scale = Math.max(tile.width / frame.width, tile.height / frame.height)
  const width = frame.width * scale
  const height = frame.height * scale
  return { x: (tile.width - width) / 2, y: (tile.height - height) / 2, width, height }
}

/** A box on the tile. */
export function boxOnTile(box: BoxInFrame, frameOnTile: Rect): Rect {
  return {
    x: frameOnTile.x + box[0] * frameOnTile.width,
    y: frameOnTile.y + box[1] * frameOnTile.height,
    width: box[2] * frameOnTile.width,
    height: box[3] * frameOnTile.height,
  }
}

export function overlaps(a: Rect, b: Rect): boolean {
  return a.x < b.x + b.width && b.x < a.x + a.width && a.y < b.y + b.height && b.y < a.y + a.height
}

function overlapArea(a: Rect, b: Rect): number {
  const width = Math.min(a.x + a.width, b.x + b.width) - Math.max(a.x, b.x)
  const height = Math.min(a.y + a.height, b.y + b.height) - Math.max(a.y, b.y)
  return width > 0 && height > 0 ? width * height : 0
}

function kept(rect: Rect, bounds: Rect): Rect {
  return {
    ...rect,
    x: Math.max(bounds.x, Math.min(rect.x, bounds.x + bounds.width - rect.width)),
    y: Math.max(bounds.y, Math.min(rect.y, bounds.y + bounds.height - rect.height)),
  }
}

const gap = 6

/**
 * Where each label stands: above its box if there is room, else below, beside or inside it, always within the bounds
 * and out of the way of the other labels. With no free place left, the one that covers least.
 */
export function placeLabels(boxes: Rect[], labels: Size[], bounds: Rect): Rect[] {
  const placed: Rect[] = []
  boxes.forEach((box, i) => {
    const label = labels[i] ?? { width: 0, height: 0 }
    const centred = box.x + (box.width - label.width) / 2
    const above = box.y - gap - label.height
    const below = box.y + box.height + gap
    const wishes: [number, number][] = [
      [centred, above],
      [centred, below],
      [box.x, above],
      [box.x + box.width - label.width, above],
      [box.x + box.width + gap, box.y],
      [box.x - gap - label.width, box.y],
      [centred, above - label.height - 2],
      [centred, below + label.height + 2],
      [centred, box.y + gap],
      [centred, box.y + box.height - gap - label.height],
    ]
    const others = boxes.filter((_, j) => j !== i)
    let best: { rect: Rect; cost: number } | undefined
    wishes.forEach(([x, y], rank) => {
      const rect = kept({ ...label, x, y }, bounds)
      const moved = Math.abs(rect.x - x) + Math.abs(rect.y - y)
      const overLabels = placed.reduce((sum, other) => sum + overlapArea(rect, other), 0)
      const overFaces = others.reduce((sum, other) => sum + overlapArea(rect, other), 0)
      const overOwn = overlapArea(rect, box)
      const cost = overLabels * 100 + overFaces * 8 + overOwn * 3 + moved * 4 + rank
      if (!best || cost < best.cost) best = { rect, cost }
    })
    if (best) placed.push(best.rect)
  })
  return placed
}

/**
 * Where a card about something stands: below it, beside it or above it, wherever it fits within the bounds without
 * covering it. With no such place, as near as it can.
 */
export function besideBox(box: Rect, card: Size, bounds: Rect, gapPx: number): { x: number; y: number } {
  const centred = box.x + (box.width - card.width) / 2
  const wishes: [number, number][] = [
    [centred, box.y + box.height + gapPx],
    [box.x + box.width + gapPx, box.y],
    [box.x - gapPx - card.width, box.y],
    [centred, box.y - gapPx - card.height],
  ]
  const places = wishes.map(([x, y]) => kept({ ...card, x, y }, bounds))
  return places.find((place) => !overlaps(place, box)) ?? (places[0] as Rect)
}

/** Columns side by side are easier to look at than a pile, so they win unless they cost more than this part of the width. */
const sideBySideCosts = 0.05

/** Columns that make tiles of this shape as large as they can be in the room there is. */
export function columnsFor(count: number, room: Size, gapPx: number, shape = 16 / 9): { columns: number; tile: Size } {
  const choices = Array.from({ length: Math.max(1, count) }, (_, i) => {
    const columns = i + 1
    const rows = Math.ceil(count / columns)
    const widest = (room.width - gapPx * (columns - 1)) / columns
    const highest = (room.height - gapPx * (rows - 1)) / rows
    const width = Math.floor(Math.max(0, Math.min(widest, highest * shape)))
    return { columns, tile: { width, height: Math.floor(width / shape) } }
  })
  const largest = Math.max(...choices.map(({ tile }) => tile.width))
  const good = choices.filter(({ tile }) => tile.width > 0 && tile.width >= largest * (1 - sideBySideCosts))
  return good.at(-1) ?? { columns: 1, tile: { width: 0, height: 0 } }
}

const widthSteps = [320, 480, 640, 960, 1280, 1920]
/** Asked for only by whoever looks closer: the picture as the camera made it, however large. */
const closeSteps = [...widthSteps, 2560, 3840]
/** A picture at its full size, once. */
export const fullWidth = closeSteps.at(-1) as number

/**
 * How wide pictures should come for a tile: a step above its pixels, so that small changes ask for nothing new. Looked
 * at closely, there is more to be seen in a larger one.
 */
export function pictureWidth(tileWidth: number, pixelRatio: number, scale = 1): number {
  const wanted = tileWidth * pixelRatio * scale
  const steps = scale > 1 ? closeSteps : widthSteps
  return steps.find((step) => step >= wanted * 0.9) ?? (steps.at(-1) as number)
}
