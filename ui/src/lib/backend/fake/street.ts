// Draws what the fake household's cameras see: a place at dusk and the people walking through it. Knows canvas and
// figures; who somebody is, it is told.
import { figure } from './portrait'

export const frameWidth = 1280
export const frameHeight = 720

/** Somebody in the picture: where their head is, as fractions of the frame. */
export interface Walker {
  seed: number
  x: number
  y: number
  /** Height of the head as a fraction of the frame's height. */
  size: number
}

/** The head in a figure's 240 x 480 units. */
const headInFigure = { left: 62, top: 34, width: 116, height: 158 }

const images = new Map<number, HTMLImageElement>()

function imageOf(seed: number): HTMLImageElement {
  let image = images.get(seed)
  if (!image) {
    image = new Image()
    image.src = figure(seed)
    images.set(seed, image)
  }
  return image
}

/** Where a walker's face is: left, top, width, height as fractions of the frame. */
export function faceBox(walker: Walker): [number, number, number, number] {
  const height = walker.size
  const width = (height * headInFigure.width * frameHeight) / (headInFigure.height * frameWidth)
  return [walker.x - width / 2, walker.y - height / 2, width, height]
}

type Brush = CanvasRenderingContext2D

function fill(brush: Brush, colour: string, x: number, y: number, w: number, h: number): void {
  brush.fillStyle = colour
  brush.fillRect(x, y, w, h)
}

function glow(brush: Brush, x: number, y: number, radius: number, strength: number): void {
  const light = brush.createRadialGradient(x, y, 0, x, y, radius)
  light.addColorStop(0, `rgba(255, 205, 130, ${strength})`)
  light.addColorStop(1, 'rgba(255, 190, 110, 0)')
  brush.fillStyle = light
  brush.fillRect(x - radius, y - radius, radius * 2, radius * 2)
}

function ground(brush: Brush, top: number, near: string, far: string): void {
  const slope = brush.createLinearGradient(0, top, 0, frameHeight)
  slope.addColorStop(0, far)
  slope.addColorStop(1, near)
  brush.fillStyle = slope
  brush.fillRect(0, top, frameWidth, frameHeight - top)
}

function sky(brush: Brush, from: string, to: string, bottom: number): void {
  const air = brush.createLinearGradient(0, 0, 0, bottom)
  air.addColorStop(0, from)
  air.addColorStop(1, to)
  brush.fillStyle = air
  brush.fillRect(0, 0, frameWidth, bottom)
}

const places: ((brush: Brush) => void)[] = [
  // A front door seen from inside the porch.
  (brush) => {
    sky(brush, '#2b3950', '#c98d63', 430)
    fill(brush, '#27352f', 0, 330, frameWidth, 110)
    for (let i = 0; i < 26; i++) {
      brush.fillStyle = i % 2 ? '#22302a' : '#2c3d33'
      brush.beginPath()
      brush.arc(i * 52, 350 + ((i * 37) % 30), 46 + ((i * 13) % 18), 0, Math.PI * 2)
      brush.fill()
    }
    ground(brush, 430, '#5a5450', '#3b3a3c')
    brush.strokeStyle = 'rgba(0,0,0,0.25)'
    brush.lineWidth = 3
    for (let i = -6; i < 20; i++) {
      brush.beginPath()
      brush.moveTo(640 + (i - 7) * 60, 430)
      brush.lineTo(640 + (i - 7) * 190, 720)
      brush.stroke()
    }
    fill(brush, '#7d5a3f', 0, 0, 130, 720)
    fill(brush, '#694a34', 130, 0, 22, 720)
    fill(brush, '#7d5a3f', 1170, 0, 110, 720)
    fill(brush, '#5c3f2c', 0, 0, frameWidth, 44)
    glow(brush, 640, 60, 560, 0.5)
    fill(brush, '#ffe3ae', 612, 40, 56, 20)
  },
  // A garden with a lit window.
  (brush) => {
    sky(brush, '#18263d', '#4d5a72', 300)
    fill(brush, '#8a8178', 700, 60, 580, 330)
    fill(brush, '#4c3b33', 680, 40, 620, 34)
    fill(brush, '#ffd894', 840, 150, 160, 150)
    fill(brush, '#4c3b33', 916, 150, 8, 150)
    fill(brush, '#5a4233', 1080, 170, 110, 220)
    ground(brush, 380, '#2f5138', '#22392b')
    for (let i = 0; i < 14; i++) {
      brush.fillStyle = i % 2 ? '#1d3325' : '#264531'
      brush.beginPath()
      brush.arc(i * 54, 360 + ((i * 29) % 24), 60, 0, Math.PI * 2)
      brush.fill()
    }
    brush.fillStyle = '#6b665c'
    brush.beginPath()
    brush.moveTo(1080, 390)
    brush.lineTo(1190, 390)
    brush.lineTo(900, 720)
    brush.lineTo(420, 720)
    brush.fill()
    glow(brush, 920, 230, 420, 0.35)
  },
  // A garage and its drive.
  (brush) => {
    fill(brush, '#6b6a6c', 0, 0, frameWidth, 460)
    fill(brush, '#c9c6c0', 140, 120, 620, 340)
    for (let i = 0; i < 6; i++) fill(brush, '#a9a6a1', 140, 120 + i * 58, 620, 4)
    fill(brush, '#4b4a4d', 120, 96, 660, 26)
    fill(brush, '#39485a', 860, 190, 200, 270)
    fill(brush, '#2a3644', 872, 204, 176, 150)
    ground(brush, 460, '#4c4d51', '#3a3b3f')
    brush.fillStyle = '#8e2f2f'
    brush.beginPath()
    brush.roundRect(1020, 400, 300, 150, 40)
    brush.fill()
    fill(brush, '#141a22', 1070, 412, 200, 60)
    glow(brush, 450, 90, 480, 0.4)
  },
  // A side path along a fence.
  (brush) => {
    sky(brush, '#22324b', '#8c7f86', 280)
    for (let i = 0; i < 22; i++) fill(brush, i % 2 ? '#5e4a3a' : '#6b5543', i * 60, 140 + (i % 3) * 4, 56, 330)
    ground(brush, 440, '#59544c', '#45423d')
    for (let i = 0; i < 9; i++) fill(brush, '#6d675d', 380 + i * 14 - i * 34, 450 + i * 30, 260 + i * 44, 18)
    fill(brush, '#2d3a33', 0, 390, 180, 200)
    glow(brush, 1150, 120, 420, 0.45)
  },
]

const backdrops = new Map<number, HTMLCanvasElement>()

function backdrop(place: number): HTMLCanvasElement {
  let canvas = backdrops.get(place)
  if (!canvas) {
    canvas = document.createElement('canvas')
    canvas.width = frameWidth
    canvas.height = frameHeight
    const brush = canvas.getContext('2d')
    if (brush) places[place % places.length]?.(brush)
    backdrops.set(place, canvas)
  }
  return canvas
}

/** A part of a picture, with a little around it, as JPEG in base64. */
export async function cropped(
  base64: string,
  [left, top, width, height]: [number, number, number, number],
): Promise<string> {
  const image = new Image()
  image.src = `data:image/jpeg;base64,${base64}`
  await image.decode()
  const canvas = document.createElement('canvas')
  ;[canvas.width, canvas.height] = [144, 144]
  const side = Math.max(width * image.width, height * image.height) * 1.4
  const [x, y] = [(left + width / 2) * image.width - side / 2, (top + height / 2) * image.height - side / 2]
  canvas.getContext('2d')?.drawImage(image, x, y, side, side, 0, 0, 144, 144)
  return canvas.toDataURL('image/jpeg', 0.85).replace(/^data:[^,]*,/, '')
}

/** One picture, as JPEG, with its width no more than asked for. */
export async function photograph(place: number, walkers: Walker[], maxWidth: number): Promise<Uint8Array<ArrayBuffer>> {
  const scale = Math.min(1, maxWidth / frameWidth)
  const canvas = document.createElement('canvas')
  canvas.width = Math.round(frameWidth * scale)
  canvas.height = Math.round(frameHeight * scale)
  const brush = canvas.getContext('2d')
  if (!brush) return new Uint8Array()
  brush.scale(scale, scale)
  brush.drawImage(backdrop(place), 0, 0)
  for (const walker of [...walkers].sort((a, b) => a.size - b.size)) {
    const unit = (walker.size * frameHeight) / headInFigure.height
    const image = imageOf(walker.seed)
    await image.decode()
    const left = walker.x * frameWidth - (headInFigure.left + headInFigure.width / 2) * unit
    const top = walker.y * frameHeight - (headInFigure.top + headInFigure.height / 2) * unit
    brush.drawImage(image, left, top, 240 * unit, 480 * unit)
  }
  const blob = await new Promise<Blob | null>((done) => canvas.toBlob(done, 'image/jpeg', 0.82))
  return blob ? new Uint8Array(await blob.arrayBuffer()) : new Uint8Array()
}
