// Pointers on a large picture: one drags it, two pinch it, the wheel goes closer. Owns which pointers are down and
// whether what they did was more than a click.
import type { Tile } from './tile.svelte'

interface Point {
  x: number
  y: number
}

/** A hand that moves less than this meant a click. */
const clickPx = 5
const perWheelPixel = 0.0016
/** A pinch on a touchpad comes as a wheel with Control, in smaller steps. */
const perPinchPixel = 0.011
const linePx = 32

export class Hands {
  private readonly pressed = new Map<number, Point>()
  private moved = 0
  private isClickTaken = false

  constructor(private readonly tile: Tile) {}

  down(event: PointerEvent): void {
    if (event.button !== 0) return
    if (this.pressed.size === 0) this.moved = 0
    this.pressed.set(event.pointerId, { x: event.clientX, y: event.clientY })
  }

  /** Tells whether the picture followed. */
  move(event: PointerEvent): boolean {
    const was = this.pressed.get(event.pointerId)
    if (!was) return false
    const now = { x: event.clientX, y: event.clientY }
    const other = [...this.pressed].find(([id]) => id !== event.pointerId)?.[1]
    this.pressed.set(event.pointerId, now)
    this.moved += Math.hypot(now.x - was.x, now.y - was.y)
    if (this.moved < clickPx) return false
    if (!(event.currentTarget as Element).hasPointerCapture?.(event.pointerId))
      (event.currentTarget as Element).setPointerCapture?.(event.pointerId)
    if (other) {
      const place = (event.currentTarget as Element).getBoundingClientRect()
      const middle = { x: (now.x + other.x) / 2 - place.left, y: (now.y + other.y) / 2 - place.top }
      this.tile.zoom(apart(now, other) / Math.max(1, apart(was, other)), middle)
    } else if (!this.tile.isWhole) this.tile.drag(now.x - was.x, now.y - was.y)
    return true
  }

  up(event: PointerEvent): void {
    if (!this.pressed.delete(event.pointerId)) return
    if (this.moved >= clickPx) this.isClickTaken = true
  }

  /** Whether the click that comes now is only the end of a drag. */
  tookClick(): boolean {
    const isTaken = this.isClickTaken
    this.isClickTaken = false
    return isTaken
  }

  wheel(event: WheelEvent, at: Point): void {
    event.preventDefault()
    const pixels = event.deltaMode === 1 ? event.deltaY * linePx : event.deltaY
    this.tile.zoom(Math.exp(-pixels * (event.ctrlKey ? perPinchPixel : perWheelPixel)), at)
  }
}

function apart(a: Point, b: Point): number {
  return Math.hypot(a.x - b.x, a.y - b.y)
}
