// Zones and masks as shapes: moved, bent, turned and described. Pure; corners are shares of the picture's sides, 0 to 1, and
// what leaves here lies within the picture.
import type { AreaKindView, AreaView } from '$lib/contract'

export type Corner = [x: number, y: number]

export const mostAreas = 24
export const mostCorners = 24
export const leastCorners = 3
/** A rectangle smaller than this in one direction was a click. */
const leastSide = 0.02
/** As fine as an owner can point; more digits would only make the address of a corner long. */
const steps = 10_000

const tidy = (share: number): number => Math.round(Math.min(1, Math.max(0, share)) * steps) / steps
const corners = (area: AreaView): Corner[] => area.corners as Corner[]

export function rectangle(kind: AreaKindView, from: Corner, to: Corner): AreaView | undefined {
  const [left, right] = [Math.min(from[0], to[0]), Math.max(from[0], to[0])].map(tidy) as Corner
  const [top, bottom] = [Math.min(from[1], to[1]), Math.max(from[1], to[1])].map(tidy) as Corner
  if (right - left < leastSide || bottom - top < leastSide) return undefined
  return {
    kind,
    corners: [
      [left, top],
      [right, top],
      [right, bottom],
      [left, bottom],
    ],
  }
}

/** A rectangle to begin with, a little beside the ones that are there. */
export function firstShape(kind: AreaKindView, count: number): AreaView {
  const shift = (count % 6) * 0.04
  return rectangle(kind, [0.3 + shift, 0.3 + shift], [0.6 + shift, 0.65 + shift]) as AreaView
}

export function withCorner(area: AreaView, index: number, [x, y]: Corner): AreaView {
  return { ...area, corners: corners(area).map((corner, i) => (i === index ? [tidy(x), tidy(y)] : corner)) }
}

/** A new corner in the middle of the edge that begins at `index`. */
export function withNewCorner(area: AreaView, index: number): AreaView {
  const all = corners(area)
  const [from, to] = [all[index], all[(index + 1) % all.length]]
  if (!from || !to || all.length >= mostCorners) return area
  const middle: Corner = [tidy((from[0] + to[0]) / 2), tidy((from[1] + to[1]) / 2)]
  return { ...area, corners: [...all.slice(0, index + 1), middle, ...all.slice(index + 1)] }
}

/** Without one corner; as it is where no more can go. */
export function withoutCorner(area: AreaView, index: number): AreaView {
  if (area.corners.length <= leastCorners) return area
  return { ...area, corners: corners(area).filter((_, i) => i !== index) }
}

/** Left, top, right and bottom. */
export function boundsOf(area: AreaView): [number, number, number, number] {
  const [xs, ys] = [corners(area).map(([x]) => x), corners(area).map(([, y]) => y)]
  return [Math.min(...xs), Math.min(...ys), Math.max(...xs), Math.max(...ys)]
}

/** Moved as a whole, up to the edge of the picture. */
export function moved(area: AreaView, dx: number, dy: number): AreaView {
  const [left, top, right, bottom] = boundsOf(area)
  const [x, y] = [Math.min(1 - right, Math.max(-left, dx)), Math.min(1 - bottom, Math.max(-top, dy))]
  return { ...area, corners: corners(area).map(([cx, cy]) => [tidy(cx + x), tidy(cy + y)]) }
}

/** What lies on the same things after the picture was turned clockwise by so many degrees more. */
export function turned(areas: AreaView[], degrees: number): AreaView[] {
  const quarters = (((degrees / 90) % 4) + 4) % 4
  const once = ([x, y]: Corner): Corner => [tidy(1 - y), tidy(x)]
  const turn = (corner: Corner): Corner => {
    let at = corner
    for (let i = 0; i < quarters; i++) at = once(at)
    return at
  }
  return areas.map((area) => ({ ...area, corners: corners(area).map(turn) }))
}

/** Whether a point lies in an area; by even and odd, as the program counts. */
export function holds(area: AreaView, [x, y]: Corner): boolean {
  let isIn = false
  const all = corners(area)
  all.forEach(([cx, cy], i) => {
    const [nx, ny] = all[(i + 1) % all.length] as Corner
    if (cy > y !== ny > y && x < cx + ((y - cy) / (ny - cy)) * (nx - cx)) isIn = !isIn
  })
  return isIn
}

/** The place among those of its kind, from 1: what "mask 2" means. */
export function numberOf(areas: AreaView[], index: number): number {
  const kind = areas[index]?.kind
  return areas.slice(0, index + 1).filter((area) => area.kind === kind).length
}

/** As SVG writes it, in a picture of 1 x 1. */
export function pathOf(area: AreaView): string {
  return corners(area)
    .map(([x, y]) => `${x},${y}`)
    .join(' ')
}

/** Whether two lists say the same. */
export function areSame(one: AreaView[], other: AreaView[]): boolean {
  return JSON.stringify(one) === JSON.stringify(other)
}
