// Paints one camera's live picture with the boxes and names of that very frame onto a canvas. Owns the canvas, the last
// picture, which frame it was and how closely it is looked at. A picture that comes while another is being decoded
// replaces the one waiting, so the tile is never behind; a picture that is held stays until it is let go. Must not know
// the backend or any component.
import type { FaceOnFrame, FrameHeader } from '$lib/contract'
import { decoded } from './decode'
import { boxOnTile } from './layout'
import type { Rect, Size } from './layout'
import { labelHeightPx, paintFaces } from './marks'
import type { Brush, Palette } from './marks'
import type { KeptFrame } from './ring'
import { turns } from './turns'
import type { Paint } from './turns'
import { isWhole, partShown, placed, wholeView } from './zoom'
import type { View } from './zoom'

interface Shown extends KeptFrame {
  picture: ImageBitmap
}

/** Kept free at the foot of a tile for the camera's name. */
const footPx = 36
/** A point so near to a box belongs to it. */
const nearPx = 8
const miniWidthPx = 128
const miniMarginPx = 12
/** Pictures that are saved are looked at for longer than live ones. */
const savedQuality = 0.93
const longestSavedPx = 4096

export interface Hit {
  face: FaceOnFrame
  part: 'label' | 'box'
}

type Ask = { ask(paint: Paint): void; leave(paint: Paint): void }

export class Painter {
  private readonly brush: Brush | null
  private size: Size = { width: 0, height: 0 }
  private ratio = 1
  private palette: Palette
  private waiting: KeptFrame | undefined
  private isDecoding = false
  private shown: Shown | undefined
  private labels: Rect[] = []
  private isEnded = false
  private isHeld = false
  private picked: number | undefined
  private focused: number | undefined
  private view: View = wholeView
  private foot = footPx
  private hasBoxes = true
  private painted: (() => void) | undefined
  private readonly paint = (): void => this.paintNow()

  constructor(
    private readonly canvas: HTMLCanvasElement,
    palette: Palette,
    /** Told after each picture, with what is on it. */
    private readonly onShown: (header: FrameHeader) => void,
    private readonly queue: Ask = turns,
  ) {
    this.brush = canvas.getContext('2d', { alpha: false })
    this.palette = palette
  }

  /** The frame that is on the screen, as it came. */
  get frame(): KeptFrame | undefined {
    return this.shown
  }

  /** Where the whole frame lies on the tile. */
  get place(): Rect | undefined {
    return this.shown && placed(this.shown.header, this.size, this.view)
  }

  /** The tile has this size now, in CSS pixels. */
  resize(width: number, height: number, ratio: number): void {
    if (width === this.size.width && height === this.size.height && ratio === this.ratio) return
    this.size = { width, height }
    this.ratio = ratio
    this.canvas.width = Math.max(1, Math.round(width * ratio))
    this.canvas.height = Math.max(1, Math.round(height * ratio))
    // At once: a canvas is empty after its size changed, and must not be seen so.
    this.paintNow()
  }

  recolour(palette: Palette): void {
    this.palette = palette
    this.queue.ask(this.paint)
  }

  /** Draws the face of this track stronger. */
  pick(track: number | undefined): void {
    if (track === this.picked) return
    this.picked = track
    this.queue.ask(this.paint)
  }

  /** Rings the face that the keyboard is on. */
  focus(track: number | undefined): void {
    if (track === this.focused) return
    this.focused = track
    this.queue.ask(this.paint)
  }

  /** How closely, and where. */
  look(view: View): void {
    this.view = view
    this.queue.ask(this.paint)
  }

  /** Height at the foot that no label may stand on. */
  keepFree(px: number = footPx): void {
    if (px === this.foot) return
    this.foot = px
    this.queue.ask(this.paint)
  }

  /** With boxes and names, or the picture alone. */
  showBoxes(hasBoxes: boolean): void {
    this.hasBoxes = hasBoxes
    this.queue.ask(this.paint)
  }

  /** Takes a live picture; only the newest one is worth decoding, and none while one is held. */
  show(header: FrameHeader, jpeg: Uint8Array<ArrayBuffer>): void {
    if (this.isEnded || this.isHeld || isOlder(header, this.waiting?.header ?? this.shown?.header)) return
    this.take({ header, jpeg })
  }

  /** Shows this picture, however old, until it is let go. */
  hold(frame: KeptFrame): void {
    this.isHeld = true
    if (!this.isEnded && frame.jpeg !== this.shown?.jpeg) this.take(frame)
  }

  letGo(): void {
    this.isHeld = false
    this.waiting = undefined
  }

  /** What is under a point of the tile; of several faces the smallest, which is in front of a larger box. */
  hit(x: number, y: number): Hit | undefined {
    const { shown, place } = this
    if (!shown || !place || !this.hasBoxes) return undefined
    const { faces } = shown.header
    const label = this.labels.findIndex((rect) => isIn(rect, x, y, 0))
    if (label >= 0 && faces[label]) return { face: faces[label], part: 'label' }
    const face = faces
      .map((face) => ({ face, box: boxOnTile(face.box, place) }))
      .filter(({ box }) => isIn({ ...box, y: box.y - labelHeightPx, height: box.height + labelHeightPx }, x, y, nearPx))
      .sort((a, b) => a.box.width * a.box.height - b.box.width * b.box.height)[0]?.face
    return face && { face, part: 'box' }
  }

  /** Where a face stands on the tile now. */
  spotOf(track: number): Rect | undefined {
    const face = this.shown?.header.faces.find((one) => one.track === track)
    return this.place && face && boxOnTile(face.box, this.place)
  }

  /** The picture as it is shown, at the size that it has itself. */
  async saved(): Promise<Blob | undefined> {
    const { shown } = this
    if (!shown || this.size.width === 0) return undefined
    const part = partShown(shown.header, this.size, this.view)
    const ownWidth = part.width * shown.picture.width
    const scale = Math.min(longestSavedPx, Math.max(ownWidth, this.size.width * this.ratio)) / this.size.width
    const canvas = document.createElement('canvas')
    canvas.width = Math.round(this.size.width * scale)
    canvas.height = Math.round(this.size.height * scale)
    const brush = canvas.getContext('2d', { alpha: false })
    if (!brush) return undefined
    this.draw(brush, shown, scale, 0)
    return await new Promise((done) => canvas.toBlob((blob) => done(blob ?? undefined), 'image/jpeg', savedQuality))
  }

  end(): void {
    this.isEnded = true
    this.waiting = undefined
    this.queue.leave(this.paint)
    this.shown?.picture.close()
    this.shown = undefined
    this.painted?.()
  }

  private take(frame: KeptFrame): void {
    this.waiting = frame
    if (!this.isDecoding) void this.decode()
  }

  private async decode(): Promise<void> {
    this.isDecoding = true
    try {
      while (this.waiting && !this.isEnded) {
        const { header, jpeg } = this.waiting
        const isHeld = this.isHeld
        this.waiting = undefined
        const picture = await decoded(jpeg)
        if (!picture) continue
        // A live picture that was decoded while another began to be held must not take its place.
        if (this.isEnded || (this.isHeld && !isHeld)) {
          picture.close()
          continue
        }
        this.shown?.picture.close()
        this.shown = { header, jpeg, picture }
        // The next one is decoded when this one was seen: decoding faster than the screen shows is work for nothing.
        await new Promise<void>((done) => {
          this.painted = done
          this.queue.ask(this.paint)
        })
        if (!this.isEnded) this.onShown(header)
      }
    } finally {
      this.isDecoding = false
    }
  }

  private paintNow(): void {
    const { brush, shown } = this
    if (brush && shown && this.size.width > 0) {
      this.labels = this.draw(brush, shown, this.ratio, this.foot)
      if (!isWhole(this.view)) this.paintMini(brush, shown)
    }
    this.painted?.()
    this.painted = undefined
  }

  private draw(brush: Brush, { header, picture }: Shown, ratio: number, footPx: number): Rect[] {
    brush.setTransform(ratio, 0, 0, ratio, 0, 0)
    const onTile = placed(header, this.size, this.view)
    brush.imageSmoothingQuality = isWhole(this.view) ? 'low' : 'high'
    brush.drawImage(picture, onTile.x, onTile.y, onTile.width, onTile.height)
    if (!this.hasBoxes) return []
    const { palette, size, picked, focused } = this
    return paintFaces(brush, header.faces, onTile, { palette, size, footPx, picked, focused })
  }

  /** The whole picture, small, with a frame around what is looked at. */
  private paintMini(brush: Brush, { header, picture }: Shown): void {
    const width = Math.min(miniWidthPx, this.size.width / 4)
    const height = (width * header.height) / header.width
    const [x, y] = [miniMarginPx, miniMarginPx]
    brush.fillStyle = this.palette.ground
    brush.fillRect(x - 3, y - 3, width + 6, height + 6)
    brush.drawImage(picture, x, y, width, height)
    const part = partShown(header, this.size, this.view)
    brush.setLineDash([])
    brush.strokeStyle = this.palette.text
    brush.lineWidth = 2
    brush.strokeRect(x + part.x * width, y + part.y * height, part.width * width, part.height * height)
  }
}

/** A frame counts up; a camera that was restarted counts from the start again, but later. */
function isOlder(header: FrameHeader, than: FrameHeader | undefined): boolean {
  return than !== undefined && header.number <= than.number && header.at <= than.at
}

function isIn(rect: Rect, x: number, y: number, near: number): boolean {
  return x >= rect.x - near && x <= rect.x + rect.width + near && y >= rect.y - near && y <= rect.y + rect.height + near
}
