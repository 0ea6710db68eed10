// The last half minute of one camera, in memory only. Owns the pictures as they came, compressed, each with the faces on
// it. Bounded twice: by time, and by bytes. Where the bytes do not reach for the whole time the older half is thinned,
// so that stepping back always reaches as far, only in larger steps. Must not decode, show or write anything.
import type { FaceOnFrame, FrameHeader, VerdictView } from '$lib/contract'

export interface KeptFrame {
  header: FrameHeader
  jpeg: Uint8Array<ArrayBuffer>
}

export const keptMs = 30_000
export const mostBytes = 64 * 1024 * 1024

export class FrameRing {
  private list: KeptFrame[] = []
  private held = 0

  constructor(
    private readonly reachMs = keptMs,
    private readonly limit = mostBytes,
  ) {}

  get frames(): readonly KeptFrame[] {
    return this.list
  }

  /** Of the pictures and everything that came in one piece with them. */
  get bytes(): number {
    return this.held
  }

  push(header: FrameHeader, jpeg: Uint8Array<ArrayBuffer>): void {
    const last = this.list.at(-1)
    // A clock that was set back would keep what is old for ever.
    if (last && header.at < last.header.at) this.clear()
    else if (last && header.at === last.header.at && header.number === last.header.number) return
    this.list.push({ header, jpeg })
    this.held += sizeOf(jpeg)
    const oldest = header.at - this.reachMs
    const first = this.list.findIndex((frame) => frame.header.at >= oldest)
    if (first > 0) this.drop(this.list.splice(0, first))
    if (this.held > this.limit) this.thin()
  }

  /** The place of the frame that was shown at a moment: the last one not after it. */
  placeAt(at: number): number {
    let [low, high] = [0, this.list.length - 1]
    while (low < high) {
      const middle = Math.ceil((low + high) / 2)
      if ((this.list[middle] as KeptFrame).header.at <= at) low = middle
      else high = middle - 1
    }
    return low
  }

  clear(): void {
    this.list = []
    this.held = 0
  }

  /** Every other picture of the older half goes, until it fits again; the oldest stays as long as any other can go. */
  private thin(): void {
    while (this.held > this.limit && this.list.length > 1) {
      const half = Math.floor(this.list.length / 2)
      const isGone = (i: number): boolean => i < half && i % 2 === 1
      const goes = half > 1 ? this.list.filter((_, i) => isGone(i)) : this.list.slice(0, 1)
      this.list = half > 1 ? this.list.filter((_, i) => !isGone(i)) : this.list.slice(1)
      this.drop(goes)
    }
  }

  private drop(goes: KeptFrame[]): void {
    for (const { jpeg } of goes) this.held -= sizeOf(jpeg)
  }
}

/** A picture keeps the whole message alive that it came in. */
function sizeOf(jpeg: Uint8Array<ArrayBuffer>): number {
  return jpeg.buffer.byteLength
}

/** A stretch of time in which the same verdict was on the picture. */
export interface Stretch {
  verdict: VerdictView
  from: number
  to: number
}

const weight: Record<VerdictView, number> = { blacklisted: 4, visitor: 3, known: 2, unclear: 1, ignored: 0 }
/** A face that is lost for a moment does not end its stretch ... */
const bridgedMs = 700
/** ... and neither do pictures that come seldom, or of which others were left out between. */
const seldomMs = 4_000

/** What was on the picture when, of several verdicts the weightiest. */
export function stretches(frames: readonly KeptFrame[]): Stretch[] {
  const found: Stretch[] = []
  let before: VerdictView | undefined
  for (const { header } of frames) {
    const verdict = weightiest(header.faces)
    const last = found.at(-1)
    const reach = verdict === before ? seldomMs : bridgedMs
    before = verdict
    if (!verdict) continue
    if (last?.verdict === verdict && header.at - last.to <= reach) last.to = header.at
    else found.push({ verdict, from: header.at, to: header.at })
  }
  return found
}

function weightiest(faces: FaceOnFrame[]): VerdictView | undefined {
  let best: VerdictView | undefined
  for (const { verdict } of faces) if (best === undefined || weight[verdict] > weight[best]) best = verdict
  return best
}
