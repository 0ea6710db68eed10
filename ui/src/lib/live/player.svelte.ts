// One large camera over the last half minute: live, paused, a step back. Owns the ring of pictures and which of them is
// shown; while it is paused nothing new is kept, so that what is looked at does not slip away. Nothing is written
// anywhere, and all of it goes with `forget`.
import type { FrameHeader } from '$lib/contract'
import { FrameRing, stretches } from './ring'
import type { KeptFrame, Stretch } from './ring'

/** How often the bar is told of new pictures: more often nobody sees. */
const toldEveryMs = 400

/** What the bar shows. */
export interface Reel {
  from: number
  to: number
  stretches: Stretch[]
  /** What is kept in memory. */
  bytes: number
}

/** Whatever shows pictures. */
export interface Screen {
  readonly frame: KeptFrame | undefined
  hold(frame: KeptFrame): void
  letGo(): void
}

export class Player {
  isPaused = $state(false)
  /** When the picture was taken that is held. */
  at = $state(0)
  reel = $state.raw<Reel>({ from: 0, to: 0, stretches: [], bytes: 0 })
  private readonly ring: FrameRing
  private place = 0
  private told = 0

  constructor(
    private readonly screen: () => Screen | undefined,
    ring = new FrameRing(),
  ) {
    this.ring = ring
  }

  /** How far the held picture lies behind the newest one that is kept. */
  get behindMs(): number {
    return this.isPaused ? this.reel.to - this.at : 0
  }

  get count(): number {
    return this.ring.frames.length
  }

  take(header: FrameHeader, jpeg: Uint8Array<ArrayBuffer>): void {
    if (this.isPaused) return
    this.ring.push(header, jpeg)
    if (header.at - this.told >= toldEveryMs || header.at < this.told) this.tell()
  }

  /** Holds what is on the screen. */
  pause(): void {
    const shown = this.screen()?.frame
    if (this.isPaused || !shown) return
    // What arrived after the picture on the screen was not seen yet, and is not lost either: it can be stepped to.
    this.ring.push(shown.header, shown.jpeg)
    this.isPaused = true
    this.tell()
    this.hold(this.ring.placeAt(shown.header.at))
  }

  live(): void {
    if (!this.isPaused) return
    this.isPaused = false
    this.screen()?.letGo()
  }

  toggle(): void {
    if (this.isPaused) this.live()
    else this.pause()
  }

  /** So many pictures on or back; a step from the live picture pauses first. */
  step(by: number): void {
    if (!this.isPaused) this.pause()
    if (this.isPaused) this.hold(this.place + by)
  }

  /** To the picture that was shown at a moment. */
  seek(at: number): void {
    if (!this.isPaused) this.pause()
    if (this.isPaused) this.hold(this.ring.placeAt(at))
  }

  oldest(): void {
    this.seek(-Infinity)
  }

  /** Shows exactly this picture, which may be larger than those that were kept. */
  holdThis(frame: KeptFrame): void {
    this.ring.push(frame.header, frame.jpeg)
    this.isPaused = true
    this.tell()
    this.place = this.ring.placeAt(frame.header.at)
    this.at = frame.header.at
    this.screen()?.hold(frame)
  }

  /** Drops everything: the view was left. */
  forget(): void {
    this.live()
    this.ring.clear()
    this.tell()
  }

  private hold(place: number): void {
    const { frames } = this.ring
    this.place = Math.max(0, Math.min(place, frames.length - 1))
    const frame = frames[this.place]
    if (!frame) return
    this.at = frame.header.at
    this.screen()?.hold(frame)
  }

  private tell(): void {
    const { frames } = this.ring
    const [first, last] = [frames[0], frames.at(-1)]
    this.told = last?.header.at ?? 0
    this.reel = {
      from: first?.header.at ?? 0,
      to: last?.header.at ?? 0,
      stretches: stretches(frames),
      bytes: this.ring.bytes,
    }
  }
}
