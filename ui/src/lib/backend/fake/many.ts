// What is done to many visitors of the fake household at once. Owns nothing; one act is one entry of its journal.
import type { PartyView } from '$lib/contract'
import type { Done } from './commands'
import { named, numbered } from './household'
import type { FakeVisitor, Household } from './household'
import { byName, join, newPerson, shownVisitor } from './people'
import { found, refusal } from './refusal'

const nothing = {}
const atMost = 500

type ManyCommands = Pick<
  Done,
  | 'visitor_rows'
  | 'visitors_by_id'
  | 'name_visitors'
  | 'merge_visitors'
  | 'split_visitors'
  | 'odd_visitors'
  | 'odd_faces'
>

export function manyCommands(house: Household): ManyCommands {
  const these = (ids: number[]): FakeVisitor[] => {
    if (ids.length === 0 || ids.length > atMost) throw refusal('bad_request', `1 to ${atMost} at once`)
    return ids.map((id) => found(house.visitors, id))
  }
  const seedOf = (id: number): number => house.faces.get(id)?.seed ?? 0
  /** Whoever shows another face than most. */
  const unlike = <T>(all: T[], seed: (one: T) => number): T[] => {
    const counts = new Map<number, number>()
    for (const one of all) counts.set(seed(one), (counts.get(seed(one)) ?? 0) + 1)
    const [most, count] = [...counts].sort((a, b) => b[1] - a[1])[0] ?? [0, 0]
    return all.length < 3 || count < 2 ? [] : all.filter((one) => seed(one) !== most)
  }
  const record = (kind: string, from: FakeVisitor[], to: PartyView, perform: () => void): void => {
    const [first] = from
    if (first) house.acts.record(kind, numbered(first), to, perform, { together: from.length })
    house.changed()
  }

  return {
    visitor_rows: () =>
      [...house.visitors].sort((a, b) => b.last_seen - a.last_seen).map(({ id, number }) => ({ id, number })),
    visitors_by_id: ({ ids }) => {
      const byId = new Map(house.visitors.map((visitor) => [visitor.id, visitor]))
      return ids.flatMap((id) => byId.get(id) ?? []).map(shownVisitor)
    },
    name_visitors: ({ ids, name, kind }) => {
      const visitors = these(ids)
      const trimmed = name.trim()
      if (!trimmed && kind === 'known') throw refusal('name_empty', 'a name is needed')
      const nameOf = (visitor: FakeVisitor): string => trimmed || `Visitor ${visitor.number}`
      const first = visitors[0] ?? { number: 0 }
      const to = trimmed ? (byName(house, trimmed)?.name ?? trimmed) : `Visitor ${first.number}`
      record('name', visitors, { name: to, visitor_number: null }, () => {
        for (const visitor of visitors) {
          const person = byName(house, nameOf(visitor)) ?? newPerson(house, nameOf(visitor), kind, visitor.seed)
          if (kind === 'blacklisted') person.kind = kind
          join(house, visitor, person)
        }
      })
      return nothing
    },
    merge_visitors: ({ ids, into }) => {
      const visitors = these(ids)
      if (into.subject === 'person') {
        const person = found(house.people, into.id)
        record('name', visitors, named(person), () => visitors.forEach((visitor) => join(house, visitor, person)))
        return nothing
      }
      const other = found(house.visitors, into.id)
      record('merge_visitors', visitors, numbered(other), () => {
        for (const visitor of visitors) {
          other.face_ids = [...other.face_ids, ...visitor.face_ids].slice(0, 7)
          other.times_seen += visitor.times_seen
          other.first_seen = Math.min(other.first_seen, visitor.first_seen)
        }
        house.visitors = house.visitors.filter((one) => !visitors.includes(one))
      })
      return nothing
    },
    split_visitors: ({ parts }) => {
      const visitors = these(parts.map((part) => part.id))
      record('split_visitor', visitors, numbered({ number: house.nextVisitorNumber }), () => {
        visitors.forEach((visitor, i) => {
          const goes = visitor.face_ids.filter((face) => parts[i]?.face_ids.includes(face))
          if (goes.length === 0 || goes.length === visitor.face_ids.length)
            throw refusal('bad_request', 'at least one face goes and one stays')
          const apart = house.newVisitor(seedOf(goes[0] ?? 0), 1, 0)
          Object.assign(apart, { face_ids: goes, suggestion: null, last_seen: visitor.last_seen - 1 })
          visitor.face_ids = visitor.face_ids.filter((face) => !goes.includes(face))
        })
      })
      return nothing
    },
    odd_visitors: ({ ids }) => unlike(these(ids), (visitor) => seedOf(visitor.face_ids[0] ?? 0)).map(({ id }) => id),
    odd_faces: ({ ids }) => these(ids).map(({ id, face_ids }) => ({ id, face_ids: unlike(face_ids, seedOf) })),
  }
}
