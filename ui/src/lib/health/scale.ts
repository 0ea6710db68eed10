// The common scale of the stages' bars. Pure.
import type { StageHealthView } from '$lib/contract'

const ends = [10, 20, 50, 75, 100, 150, 200, 300, 500, 750, 1_000, 1_500, 2_000, 3_000, 5_000, 10_000, 30_000, 60_000]

/** The round figure that reaches so far. */
export function roundUp(value: number): number {
  return ends.find((end) => end >= value) ?? Math.ceil(value / 60_000) * 60_000
}

/**
 * Where the scale ends: past the budget and what 95 of 100 frames took in any stage. The alert spans many frames and would
 * squeeze all others: it, and a rare slow frame, may reach beyond the end.
 */
export function scaleOf(stages: StageHealthView[], budgetMs: number): number {
  const longest = stages.filter(({ stage }) => stage !== 'alert').map(({ recent }) => recent.p95_ms)
  return roundUp(Math.max(budgetMs * 1.2, ...longest.map((ms) => ms * 1.1)))
}

/** A time as a part of the scale, at the most all of it. */
export function partOf(ms: number, scale: number): number {
  return Math.min(1, Math.max(0, ms / scale))
}
