// Boxes and labels of the faces on a picture. Owns the form of each verdict and where its words stand; draws onto
// whatever it is given, at whatever size. Must not know where pictures come from. Invariant: lines and letters keep
// their size however closely the picture is looked at.
import type { FaceOnFrame, VerdictView } from '$lib/contract'
import { boxOnTile, placeLabels } from './layout'
import type { Rect, Size } from './layout'
import { labelOf } from './labels'

/** The colours that are painted with, from the design's roles. */
export interface Palette {
  verdict: Record<VerdictView, string>
  blacklistedFill: string
  text: string
  textSoft: string
  ground: string
  focus: string
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
    focus: role('--over-focus'),
    font: role('--font'),
  }
}

interface Label {
  name: string
  beside: string
  nameWidth: number
  besideWidth: number
}

export type Brush = CanvasRenderingContext2D

const marginPx = 6
export const labelHeightPx = 24
const labelPaddingPx = 8
const besideGapPx = 7
const fontPx = 13

export interface Marking {
  palette: Palette
  /** Of what is drawn onto. */
  size: Size
  /** Kept free at the foot. */
  footPx: number
  /** Drawn stronger: the one in the panel. */
  picked?: number | undefined
  /** Ringed: the one the keyboard is on. */
  focused?: number | undefined
}

/** Draws all faces of a frame that lies at `onTile`, and says where each label stands. */
export function paintFaces(brush: Brush, faces: FaceOnFrame[], onTile: Rect, how: Marking): Rect[] {
  const { palette, size } = how
  const boxes = faces.map((face) => boxOnTile(face.box, onTile))
  faces.forEach((face, i) => {
    const box = boxes[i] as Rect
    paintBox(brush, face, box, palette, face.track === how.picked)
    if (face.track === how.focused) paintFocus(brush, box, palette)
  })
  const labels = faces.map((face) => measured(brush, face, size.width, palette.font))
  const sizes = labels.map((label) => ({ width: widthOf(label), height: labelHeightPx }))
  const bounds = {
    x: marginPx,
    y: marginPx,
    width: size.width - marginPx * 2,
    height: size.height - marginPx * 2 - how.footPx,
  }
  // Somebody outside of what is shown has no label at its edge: it would name whoever stands there.
  const isSeen = boxes.map(
    (box) => box.x < size.width && box.y < size.height && box.x + box.width > 0 && box.y + box.height > 0,
  )
  const places = placeLabels(boxes, sizes, bounds)
  places.forEach((place, i) => {
    const face = faces[i]
    const label = labels[i]
    if (face && label && isSeen[i]) paintLabel(brush, face, label, place, palette)
  })
  return places.map((place, i) => (isSeen[i] ? place : { x: 0, y: 0, width: 0, height: 0 }))
}

/** Form says as much as colour: solid, brackets, double, dashed, thin. */
function paintBox(brush: Brush, face: FaceOnFrame, box: Rect, palette: Palette, isPicked: boolean): void {
  const colour = palette.verdict[face.verdict]
  const stroke = (width: number, draw: () => void): void => {
    // A dark rim keeps the line visible on a bright picture.
    for (const [style, lineWidth] of [
      [palette.ground, width + 2],
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

function paintFocus(brush: Brush, box: Rect, palette: Palette): void {
  const grow = 9
  for (const [style, width] of [
    [palette.ground, 5],
    [palette.focus, 2.5],
  ] as const) {
    brush.strokeStyle = style
    brush.lineWidth = width
    brush.beginPath()
    brush.roundRect(box.x - grow, box.y - grow, box.width + grow * 2, box.height + grow * 2, 12)
    brush.stroke()
  }
}

function measured(brush: Brush, face: FaceOnFrame, tileWidth: number, font: string): Label {
  const words = labelOf(face)
  const isNarrow = tileWidth < 300
  const beside = isNarrow ? '' : words.beside
  brush.font = `500 ${fontPx}px ${font}`
  const besideWidth = beside ? brush.measureText(beside).width : 0
  brush.font = `620 ${fontPx}px ${font}`
  const room = Math.max(60, tileWidth * 0.6) - besideWidth
  const name = shortened(words.name, room, (text) => brush.measureText(text).width)
  return { name, beside, nameWidth: brush.measureText(name).width, besideWidth }
}

function paintLabel(brush: Brush, face: FaceOnFrame, label: Label, place: Rect, palette: Palette): void {
  const isBlacklisted = face.verdict === 'blacklisted'
  brush.fillStyle = isBlacklisted ? palette.blacklistedFill : palette.ground
  brush.beginPath()
  brush.roundRect(place.x, place.y, place.width, place.height, 6)
  brush.fill()
  brush.textBaseline = 'middle'
  const middle = place.y + place.height / 2 + 0.5
  brush.font = `620 ${fontPx}px ${palette.font}`
  brush.fillStyle = face.verdict === 'unclear' || face.verdict === 'ignored' ? palette.textSoft : palette.text
  brush.fillText(label.name, place.x + labelPaddingPx, middle)
  if (!label.beside) return
  brush.font = `500 ${fontPx}px ${palette.font}`
  brush.fillStyle = isBlacklisted ? palette.text : palette.verdict[face.verdict]
  brush.fillText(label.beside, place.x + labelPaddingPx + label.nameWidth + besideGapPx, middle)
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
