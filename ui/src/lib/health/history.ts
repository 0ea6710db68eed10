// The last two minutes as lines: which readings are kept, and the way of a line through them. Pure.
import type { HealthView } from '$lib/contract'

export const spanMs = 120_000
/** Without a reading for so long the line is broken: nobody looked, or nobody answered. */
const gapMs = 5_000

export interface Sample {
  at: number
  /** What 95 of 100 frames took; absent where there were none. */
  endToEndMs: number | undefined
  /** Of all cameras together. */
  fps: number
}

export interface Point {
  at: number
  value: number | undefined
}

export function sampleOf(view: HealthView, at: number): Sample {
  const recent = view.stages.find(({ stage }) => stage === 'end_to_end')?.recent
  return {
    at,
    endToEndMs: recent && recent.samples > 0 ? recent.p95_ms : undefined,
    fps: view.cameras.reduce((sum, camera) => sum + camera.fps, 0),
  }
}

/** Those of the last two minutes; a clock that was set back begins anew. */
export function kept(samples: Sample[], now: number): Sample[] {
  return samples.filter(({ at }) => at <= now && now - at <= spanMs)
}

/** The stretches without a gap, each a list of points in a box of `width` by `height`; `now` is its right edge. */
export function stretches(
  points: Point[],
  now: number,
  most: number,
  width: number,
  height: number,
): [number, number][][] {
  const all: [number, number][][] = []
  let last: number | undefined
  for (const { at, value } of points) {
    if (value === undefined) {
      last = undefined
      continue
    }
    const x = (width * (spanMs - (now - at))) / spanMs
    const y = height * (1 - Math.min(1, most > 0 ? value / most : 0))
    if (last === undefined || at - last > gapMs) all.push([])
    all.at(-1)?.push([x, y])
    last = at
  }
  return all
}

const written = (value: number): string => value.toFixed(2)

/** The line as the path of an SVG. */
export function lineOf(all: [number, number][][]): string {
  return all
    .map((points) => points.map(([x, y], i) => `${i === 0 ? 'M' : 'L'}${written(x)} ${written(y)}`).join(' '))
    .join(' ')
}

/** What is under the line, down to `height`. */
export function areaOf(all: [number, number][][], height: number): string {
  return all
    .filter((points) => points.length > 1)
    .map((points) => {
      const left = written(points[0]?.[0] ?? 0)
      const right = written(points.at(-1)?.[0] ?? 0)
      return `${lineOf([points])} L${right} ${written(height)} L${left} ${written(height)} Z`
    })
    .join(' ')
}
