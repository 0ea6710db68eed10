// Who is listed among the people, and in which order. Pure.
import type { PersonKindView, PersonView } from '$lib/contract'

export const orders = ['name', 'last_seen', 'most_seen', 'fewest_faces'] as const
export type Order = (typeof orders)[number]

const by: Record<Order, (a: PersonView, b: PersonView) => number> = {
  name: () => 0,
  last_seen: (a, b) => (b.last_seen ?? 0) - (a.last_seen ?? 0),
  most_seen: (a, b) => b.sightings - a.sightings,
  // Whoever is hardest to recognise comes first: they need pictures.
  fewest_faces: (a, b) => compared(a) - compared(b),
}

const compared = (person: PersonView): number => person.faces.filter((face) => face.is_compared).length

/** Those whose name or note holds what was written, of one kind or all; of two alike the name decides. */
export function listed(people: PersonView[], search: string, kind: PersonKindView | 'all', order: Order): PersonView[] {
  const wanted = search.trim().toLocaleLowerCase()
  const has = (text: string): boolean => text.toLocaleLowerCase().includes(wanted)
  return people
    .filter((person) => kind === 'all' || person.kind === kind)
    .filter((person) => has(person.name) || has(person.note))
    .sort((a, b) => by[order](a, b) || a.name.localeCompare(b.name))
}
