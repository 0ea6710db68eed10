// Paints one camera's live picture with the boxes and names of that very frame onto a canvas. Owns the canvas, the last
// picture and which frame it was; a picture that comes while another is being decoded replaces the one waiting, so the
// tile is never behind. Must not know the backend or any component.
import type { FaceOnFrame, FrameHeader, VerdictView } from '$lib/contract'
import { boxOnTile, cover, placeLabels } from './layout'
import type { Rect, Size } from './layout'
import { labelOf } from './labels'

/** The colours the painter needs, from the design's roles. */
export interface Palette {
  verdict: Record<VerdictView, string>
  blacklistedFill: string
  text: string
  textSoft: string
  ground: string
  font: string
}

/** Reads the roles where they are defined: on the page. */
export function paletteOf(element: Element): Palette {
  const style = getComputedStyle(element)
  const role = (name: string): string => style.getPropertyValue(name).trim()
  return {
    verdict: {
      known: role('--over-known'),
      visitor: role('--over-visitor'),
      blacklisted: role('--over-blacklisted'),
      unclear: role('--over-unclear'),
      ignored: role('--over-ignored'),
    },
    blacklistedFill: role('--over-blacklisted-fill'),
    text: role('--over-text'),
    textSoft: role('--over-text-soft'),
    ground: role('--over-ground'),
    font: role('--font'),
  }
}

interface Waiting {
  header: FrameHeader
  jpeg: Uint8Array<ArrayBuffer>
}

interface Label {
  name: string
  beside: string
  nameWidth: number
  besideWidth: number
}

type Brush = CanvasRenderingContext2D

/** Kept free at the foot of the tile for the camera's name. */
const footPx = 36
const marginPx = 6
const labelHeightPx = 24
const labelPaddingPx = 8
const besideGapPx = 7
const fontPx = 13

export class Painter {
  private readonly brush: Brush | null
  private size: Size = { width: 0, height: 0 }
  private ratio = 1
  private palette: Palette
  private waiting: Waiting | undefined
  private isDecoding = false
  private shown: { header: FrameHeader; picture: ImageBitmap } | undefined
  private isEnded = false
  private picked: number | undefined

  constructor(
    private readonly canvas: HTMLCanvasElement,
    palette: Palette,
    /** Told after each picture, with what is on it. */
    private readonly onShown: (header: FrameHeader) => void,
  ) {
    this.brush = canvas.getContext('2d', { alpha: false })
    this.palette = palette
  }

  /** The tile has this size now, in CSS pixels. */
  resize(width: number, height: number, ratio: number): void {
    if (width === this.size.width && height === this.size.height && ratio === this.ratio) return
    this.size = { width, height }
    this.ratio = ratio
    this.canvas.width = Math.max(1, Math.round(width * ratio))
    this.canvas.height = Math.max(1, Math.round(height * ratio))
    this.paint()
  }

  recolour(palette: Palette): void {
    this.palette = palette
    this.paint()
  }

  /** Draws the face of this track stronger. */
  pick(track: number | undefined): void {
    if (track === this.picked) return
    this.picked = track
    this.paint()
  }

  /** Takes a picture; only the newest one is worth decoding. */
  show(header: FrameHeader, jpeg: Uint8Array<ArrayBuffer>): void {
    if (this.isEnded || isOlder(header, this.waiting?.header ?? this.shown?.header)) return
    this.waiting = { header, jpeg }
    if (!this.isDecoding) void this.decode()
  }

  /** The face under a point of the tile; of several the smallest, which is the one in front of a larger box. */
  faceAt(x: number, y: number): FaceOnFrame | undefined {
    if (!this.shown) return undefined
    const { header } = this.shown
    const onTile = cover(header, this.size)
    const near = 8
    return header.faces
      .map((face) => ({ face, box: boxOnTile(face.box, onTile) }))
      .filter(
        ({ box }) =>
          x >= box.x - near &&
          x <= box.x + box.width + near &&
          y >= box.y - near - labelHeightPx &&
          y <= box.y + box.height + near,
      )
      .sort((a, b) => a.box.width * a.box.height - b.box.width * b.box.height)[0]?.face
  }

  end(): void {
    this.isEnded = true
    this.waiting = undefined
    this.shown?.picture.close()
    this.shown = undefined
  }

  private async decode(): Promise<void> {
    this.isDecoding = true
    try {
      while (this.waiting && !this.isEnded) {
        const { header, jpeg } = this.waiting
        this.waiting = undefined
        const picture = await decoded(jpeg)
        if (!picture) continue
        if (this.isEnded) {
          picture.close()
          return
        }
        this.shown?.picture.close()
        this.shown = { header, picture }
        this.paint()
        this.onShown(header)
      }
    } finally {
      this.isDecoding = false
    }
  }

  private paint(): void {
    const { brush, shown } = this
    if (!brush || !shown || this.size.width === 0) return
    brush.setTransform(this.ratio, 0, 0, this.ratio, 0, 0)
    const onTile = cover(shown.header, this.size)
    brush.drawImage(shown.picture, onTile.x, onTile.y, onTile.width, onTile.height)
    const { faces } = shown.header
    const boxes = faces.map((face) => boxOnTile(face.box, onTile))
    faces.forEach((face, i) => this.paintBox(brush, face, boxes[i] as Rect))
    const labels = faces.map((face) => this.measure(brush, face))
    const sizes = labels.map((label) => ({ width: widthOf(label), height: labelHeightPx }))
    const bounds = {
      x: marginPx,
      y: marginPx,
      width: this.size.width - marginPx * 2,
      height: this.size.height - marginPx * 2 - footPx,
    }
    placeLabels(boxes, sizes, bounds).forEach((place, i) => {
      const face = faces[i]
      const label = labels[i]
      if (face && label) this.paintLabel(brush, face, label, place)
    })
  }

  /** Form says as much as colour: solid, brackets, double, dashed, thin. */
  private paintBox(brush: Brush, face: FaceOnFrame, box: Rect): void {
    const colour = this.palette.verdict[face.verdict]
    const isPicked = face.track === this.picked
    const stroke = (width: number, draw: () => void): void => {
      // A dark rim keeps the line visible on a bright picture.
      for (const [style, lineWidth] of [
        [this.palette.ground, width + 2],
        [colour, width],
      ] as const) {
        brush.strokeStyle = style
        brush.lineWidth = lineWidth
        brush.beginPath()
        draw()
        brush.stroke()
      }
    }
    brush.lineCap = 'round'
    brush.setLineDash([])
    const frame = (grow: number): void => {
      brush.roundRect(box.x - grow, box.y - grow, box.width + grow * 2, box.height + grow * 2, 6 + grow)
    }
    const strong = isPicked ? 1.5 : 0
    switch (face.verdict) {
      case 'known':
        stroke(2 + strong, () => frame(0))
        break
      case 'visitor':
        stroke(3 + strong, () => brackets(brush, box))
        break
      case 'blacklisted':
        stroke(3 + strong, () => frame(4))
        stroke(1.5, () => frame(-2))
        break
      case 'unclear':
        brush.setLineDash([7, 6])
        brush.lineCap = 'butt'
        stroke(2 + strong, () => frame(0))
        brush.setLineDash([])
        break
      case 'ignored':
        stroke(1 + strong, () => frame(0))
    }
  }

  private measure(brush: Brush, face: FaceOnFrame): Label {
    const words = labelOf(face)
    const isNarrow = this.size.width < 300
    const beside = isNarrow ? '' : words.beside
    brush.font = `500 ${fontPx}px ${this.palette.font}`
    const besideWidth = beside ? brush.measureText(beside).width : 0
    brush.font = `620 ${fontPx}px ${this.palette.font}`
    const room = Math.max(60, this.size.width * 0.6) - besideWidth
    const name = shortened(words.name, room, (text) => brush.measureText(text).width)
    return { name, beside, nameWidth: brush.measureText(name).width, besideWidth }
  }

  private paintLabel(brush: Brush, face: FaceOnFrame, label: Label, place: Rect): void {
    const isBlacklisted = face.verdict === 'blacklisted'
    brush.fillStyle = isBlacklisted ? this.palette.blacklistedFill : this.palette.ground
    brush.beginPath()
    brush.roundRect(place.x, place.y, place.width, place.height, 6)
    brush.fill()
    brush.textBaseline = 'middle'
    const middle = place.y + place.height / 2 + 0.5
    brush.font = `620 ${fontPx}px ${this.palette.font}`
    brush.fillStyle =
      face.verdict === 'unclear' || face.verdict === 'ignored' ? this.palette.textSoft : this.palette.text
    brush.fillText(label.name, place.x + labelPaddingPx, middle)
    if (!label.beside) return
    brush.font = `500 ${fontPx}px ${this.palette.font}`
    brush.fillStyle = isBlacklisted ? this.palette.text : this.palette.verdict[face.verdict]
    brush.fillText(label.beside, place.x + labelPaddingPx + label.nameWidth + besideGapPx, middle)
  }
}

/** A frame counts up; a camera that was restarted counts from the start again, but later. */
function isOlder(header: FrameHeader, than: FrameHeader | undefined): boolean {
  return than !== undefined && header.number <= than.number && header.at <= than.at
}

async function decoded(jpeg: Uint8Array<ArrayBuffer>): Promise<ImageBitmap | undefined> {
  try {
    return await createImageBitmap(new Blob([jpeg], { type: 'image/jpeg' }))
  } catch {
    // A damaged picture costs this picture only; the next one is on its way.
    return undefined
  }
}

function widthOf(label: Label): number {
  return label.nameWidth + (label.beside ? label.besideWidth + besideGapPx : 0) + labelPaddingPx * 2
}

/** Cuts a name so that it fits, with an ellipsis. */
export function shortened(text: string, room: number, width: (text: string) => number): string {
  if (width(text) <= room) return text
  const letters = [...text]
  while (letters.length > 1 && width(`${letters.join('')}…`) > room) letters.pop()
  return `${letters.join('').trimEnd()}…`
}

function brackets(brush: Brush, { x, y, width, height }: Rect): void {
  const arm = Math.max(8, Math.min(width, height) * 0.24)
  const round = 5
  const corners: [number, number, number, number][] = [
    [x, y, 1, 1],
    [x + width, y, -1, 1],
    [x + width, y + height, -1, -1],
    [x, y + height, 1, -1],
  ]
  for (const [cx, cy, right, down] of corners) {
    brush.moveTo(cx, cy + arm * down)
    brush.lineTo(cx, cy + round * down)
    brush.quadraticCurveTo(cx, cy, cx + round * right, cy)
    brush.lineTo(cx + arm * right, cy)
  }
}
