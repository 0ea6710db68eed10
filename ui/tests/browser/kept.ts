// Pictures of the page as it is meant to look, kept beside the tests as PNG of few colours. Owns how they are kept, what counts
// as another picture, and where it is shown what is different. Must not know what is on them.
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import pixelmatch from 'pixelmatch'
import UPNG from 'upng-js'
import { artefacts } from './harness'

const folder = fileURLToPath(new URL('./pictures/', import.meta.url))
export const isRenewing = process.env['RENEW_PICTURES'] === '1'

/** As many colours as a palette holds. A picture is compared in the colours of the kept one, so that few are enough. */
const mostColours = 256
/** Of 0 to 1: two neighbours in a palette may be swapped, two surfaces may not. */
const tolerance = 0.02
/** Pixels that may be different: a few rounded corners over a picture, which Chromium does not draw twice alike; the smallest icon has twice that. */
const mostDifferent = 48
/** The same, as a share of the picture, where another version of Chromium draws: it may draw every edge and every letter a little otherwise. */
const mostByAnother = 0.01
/** Which version of Chromium the kept pictures are by. */
const madeBy = join(folder, 'chromium')
/** An area of one colour, as a share of the picture, is held to that colour: within so many of 255 steps on the average. */
const areaShare = 0.004
const mostSteps = 2

interface Pixels {
  width: number
  height: number
  rgba: Uint8Array
}
type Colour = [red: number, green: number, blue: number]

export function kept(): string[] {
  if (!existsSync(folder)) return []
  return readdirSync(folder).flatMap((file) => (file.endsWith('.png') ? [file.replace(/\.png$/, '')] : []))
}

/** Nothing where the picture, drawn by this version of Chromium, is the kept one; else what is different, in words, with three pictures to look at. */
export function difference(name: string, png: Uint8Array, chromium: string): string | undefined {
  const now = read(png)
  const path = join(folder, `${name}.png`)
  if (isRenewing) {
    mkdirSync(folder, { recursive: true })
    writeFileSync(path, written(inFewColours(now)))
    writeFileSync(madeBy, `${chromium}\n`)
    return undefined
  }
  if (!existsSync(path)) return `there is no kept picture ${name}`
  const meant = read(readFileSync(path))
  const { width, height } = now
  if (meant.width !== width || meant.height !== height)
    return `${name} is ${width} x ${height}, kept ${meant.width} x ${meant.height}`
  const marked = new Uint8Array(now.rgba.length)
  const shown = inColours(now, coloursOf(meant))
  const count = pixelmatch(meant.rgba, shown.rgba, marked, width, height, { threshold: tolerance, includeAA: true })
  const tinted = anotherColour(meant, now)
  const isSameDrawer = readFileSync(madeBy, 'utf8').trim() === chromium
  const most = isSameDrawer ? mostDifferent : mostByAnother * width * height
  if (count <= most && tinted === undefined) return undefined
  mkdirSync(artefacts, { recursive: true })
  writeFileSync(join(artefacts, `${name}-now.png`), png)
  writeFileSync(join(artefacts, `${name}-meant.png`), readFileSync(path))
  writeFileSync(join(artefacts, `${name}-different.png`), written({ width, height, rgba: marked }))
  const why = count > most ? `${count} of ${width * height} pixels are different` : tinted
  return `${name}: ${why} (see test-artefacts/ui/${name}-different.png)`
}

/** The area that has another colour now, in words. */
function anotherColour(meant: Pixels, now: Pixels): string | undefined {
  for (const [key, { count, mean: is }] of means(meant, now)) {
    if (count < areaShare * now.width * now.height) continue
    const was = colourOf(key)
    if (is.some((value, channel) => Math.abs(value - (was[channel] ?? 0)) > mostSteps))
      return `what was rgb(${was.join(' ')}) is rgb(${is.join(' ')})`
  }
  return undefined
}

/** Each colour of one picture, and what another has there on the average. */
function means(one: Pixels, other: Pixels): Map<number, { count: number; mean: Colour }> {
  const sums = new Map<number, [count: number, ...Colour]>()
  for (let i = 0; i < one.rgba.length; i += 4) {
    const key = keyAt(one.rgba, i)
    const sum = sums.get(key) ?? [0, 0, 0, 0]
    sum[0] += 1
    for (const channel of [0, 1, 2]) sum[channel + 1] = (sum[channel + 1] ?? 0) + (other.rgba[i + channel] ?? 0)
    sums.set(key, sum)
  }
  const meanOf = ([count, ...sum]: [number, ...Colour]): Colour => sum.map((all) => Math.round(all / count)) as Colour
  return new Map([...sums].map(([key, sum]) => [key, { count: sum[0], mean: meanOf(sum) }]))
}

function keyAt(rgba: Uint8Array, i: number): number {
  return ((rgba[i] ?? 0) << 16) | ((rgba[i + 1] ?? 0) << 8) | (rgba[i + 2] ?? 0)
}

function colourOf(key: number): Colour {
  return [key >> 16, (key >> 8) & 255, key & 255]
}

function coloursOf({ rgba }: Pixels): number[] {
  const keys = new Set<number>()
  for (let i = 0; i < rgba.length; i += 4) keys.add(keyAt(rgba, i))
  return [...keys].sort((a, b) => a - b)
}

/** In the colours of a palette, each moved to the middle of what it stands for. */
function inFewColours(picture: Pixels): Pixels {
  const rough = inColours(picture, coloursOf(read(written(picture, mostColours))))
  const moved = [...means(rough, picture).values()].map(
    ({ mean: [red, green, blue] }) => (red << 16) | (green << 8) | blue,
  )
  return inColours(
    picture,
    [...new Set(moved)].sort((a, b) => a - b),
  )
}

/** Every pixel in the nearest of these colours; of two as near, in the first. */
function inColours({ width, height, rgba }: Pixels, colours: number[]): Pixels {
  const nearest = new Map<number, Colour>()
  const palette = colours.map(colourOf)
  const found = new Uint8Array(rgba.length).fill(255)
  for (let i = 0; i < rgba.length; i += 4) {
    const key = keyAt(rgba, i)
    let colour = nearest.get(key)
    if (!colour) {
      const [red, green, blue] = colourOf(key)
      const far = ([r, g, b]: Colour): number => (r - red) ** 2 + (g - green) ** 2 + (b - blue) ** 2
      colour = palette.reduce((best, one) => (far(one) < far(best) ? one : best))
      nearest.set(key, colour)
    }
    found.set(colour, i)
  }
  return { width, height, rgba: found }
}

function read(png: Uint8Array): Pixels {
  const decoded = UPNG.decode(new Uint8Array(png).buffer)
  const [frame = new ArrayBuffer()] = UPNG.toRGBA8(decoded)
  return { width: decoded.width, height: decoded.height, rgba: new Uint8Array(frame) }
}

function written({ width, height, rgba }: Pixels, most = 0): Uint8Array {
  return new Uint8Array(UPNG.encode([new Uint8Array(rgba).buffer], width, height, most))
}
