// Whom a sighting is about. Pure.
import type { SightingView } from '$lib/contract'

type Who = Pick<SightingView, 'person_id' | 'visitor_id'>

export function isSameWho(one: Who, other: Who): boolean {
  return one.person_id === other.person_id && one.visitor_id === other.visitor_id
}

/**
 * Each person and visitor once: where they are now if they are anywhere, else where they were last. Whoever is unclear may
 * be anybody, so each of those stays. Newest first stays newest first.
 */
export function onceEach(newestFirst: SightingView[]): SightingView[] {
  const chosen = new Map<string, SightingView>()
  for (const sighting of newestFirst) {
    const key = subjectKey(sighting)
    const before = chosen.get(key)
    const isNewer = !before || (before.ended_at !== null && isLater(sighting, before))
    if (isNewer) chosen.set(key, sighting)
  }
  return newestFirst.filter((sighting) => chosen.get(subjectKey(sighting)) === sighting)
}

function isLater(one: SightingView, other: SightingView): boolean {
  return one.ended_at === null || one.ended_at > (other.ended_at ?? Infinity)
}

function subjectKey({ id, person_id, visitor_id }: SightingView): string {
  if (person_id !== null) return `person-${person_id}`
  return visitor_id === null ? `sighting-${id}` : `visitor-${visitor_id}`
}
