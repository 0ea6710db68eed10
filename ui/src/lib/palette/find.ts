// Which entries of the palette are meant by what is typed, the likeliest first. Pure; the likeness of words is `cmdk`'s.
import { computeCommandScore } from 'bits-ui'

export type EntryKind = 'view' | 'person' | 'camera' | 'act' | 'setting'

export interface Entry {
  id: string
  kind: EntryKind
  words: string
  /** The same where what it is about stands above it already, as in a menu of its own. */
  short?: string
  /** Other words it is found by. */
  also?: string[]
  /** Its keys, as the table of shortcuts writes them. */
  keys?: string | undefined
  /** The face, for a person. */
  face?: number | undefined
  /** Of several of which one is in force: whether this is the one. */
  isOn?: boolean
  /** There is nothing to do it to at the moment. */
  isIdle?: boolean
  run: () => void
}

/** A home may have many people; nobody reads more than this. */
export const shownAtMost = 50
/** Less than this is a coincidence of letters. */
const leastScore = 0.05

/** "Cámaras" is found by "camaras". */
export function folded(text: string): string {
  return text.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase()
}

export function found(entries: readonly Entry[], typed: string): Entry[] {
  const wanted = folded(typed.trim())
  if (wanted === '') return entries.slice(0, shownAtMost)
  return entries
    .map((entry, place) => ({ entry, place, score: scoreOf(entry, wanted) }))
    .filter(({ score }) => score > leastScore)
    .sort((a, b) => b.score - a.score || a.place - b.place)
    .slice(0, shownAtMost)
    .map(({ entry }) => entry)
}

function scoreOf({ words, also = [] }: Entry, wanted: string): number {
  const own = computeCommandScore(folded(words), wanted)
  // What is on the screen counts more than what is not.
  return Math.max(own, ...also.map((one) => computeCommandScore(folded(one), wanted) * 0.8))
}
