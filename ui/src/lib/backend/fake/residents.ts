// Who lives on the drawn street, and who is hard to tell from whom there. Owns these; must not know what the window is shown.
import type { PersonKindView } from '$lib/contract'

/** A name, what is thought of them, and the seed of their face. */
export type Resident = readonly [name: string, kind: PersonKindView, seed: number]

export const jonasSeed = 11
/** Somebody whose face ended up among those of Jonas. */
export const strangeSeed = 905
export const doubtfulSeed = 930

const family: readonly Resident[] = [
  ['Anna', 'known', 3],
  ['Jonas', 'known', jonasSeed],
  ['Grandma Ilse', 'known', 27],
  ['Mei', 'known', 42],
  ['Mr Novak', 'blacklisted', 8],
  ['Postwoman', 'ignored', 19],
]

const moreNames =
  'Adaeze Bram Chiara Dmitri Elif Farid Greta Hiro Ines Jamal Kirsten Luca Maryam Noor Oskar Priya Quentin Rosa Sven Tariq Uma Viktor Wendeline-Margarethe-von-der-Aue Ximena'.split(
    ' ',
  )

/** The family, and for a crowd the neighbours. */
export function residents(isCrowd: boolean): readonly Resident[] {
  return isCrowd ? [...family, ...moreNames.map((name, i): Resident => [name, 'known', 200 + i * 3])] : family
}

const lookAlikes: readonly (readonly [seed: number, other: number, similarity: number])[] = [[3, 42, 0.47]]

/** Whose face is hard to tell from this one, by seed. */
export function alikeTo(seed: number): { seed: number; similarity: number }[] {
  return lookAlikes.flatMap(([one, other, similarity]) => {
    if (seed === one) return [{ seed: other, similarity }]
    return seed === other ? [{ seed: one, similarity }] : []
  })
}
