// What is done to people and visitors of the fake household: names, faces, joining and parting. Owns nothing.
import type { Erased, MoveTarget, PartyView, PersonView, PictureOutcome, VisitorView } from '$lib/contract'
import type { Done } from './commands'
import { named, numbered } from './household'
import type { FakePerson, FakeVisitor, Household } from './household'
import { found, refusal } from './refusal'

const nothing = {}

type PeopleCommands = Pick<
  Done,
  | 'people'
  | 'person'
  | 'add_person'
  | 'add_pictures'
  | 'rename_person'
  | 'set_person_kind'
  | 'remove_person'
  | 'set_person_note'
  | 'seen_over'
  | 'set_person_threshold'
  | 'merge_people'
  | 'visitors_like'
  | 'move_face'
  | 'remove_face'
  | 'visitors'
  | 'name_visitor'
  | 'merge_visitor'
  | 'reject_visitor'
  | 'split_visitor'
  | 'remove_visitor'
>

export function shownVisitor(visitor: FakeVisitor): VisitorView {
  return structuredClone(visitor)
}

export function byName(house: Household, name: string): FakePerson | undefined {
  return house.people.find((person) => person.name.toLowerCase() === name.trim().toLowerCase())
}

export function newPerson(house: Household, name: string, kind: PersonView['kind'], seed: number): FakePerson {
  const person: FakePerson = {
    id: house.id(),
    name,
    kind,
    is_demo: false,
    faces: [],
    sightings: 0,
    last_seen: null,
    last_camera: null,
    own_threshold: null,
    note: '',
    seed,
  }
  house.people.push(person)
  return person
}

export type Owner = { person: FakePerson } | { visitor: FakeVisitor }

/** Who a target is, made if there is nobody yet. */
export function destination(house: Household, target: MoveTarget, seed: number): Owner {
  switch (target.to) {
    case 'person':
      return { person: found(house.people, target.id) }
    case 'named': {
      const name = target.name.trim()
      if (!name) throw refusal('name_empty', 'a name is needed')
      return { person: byName(house, name) ?? newPerson(house, name, 'known', seed) }
    }
    case 'visitor':
      return { visitor: found(house.visitors, target.id) }
    case 'new_visitor': {
      const visitor = house.newVisitor(seed, 1, 0)
      return { visitor: Object.assign(visitor, { face_ids: [], suggestion: null }) }
    }
  }
}

/** The words of the journal for a target, before it is made. */
export function targetParty(house: Household, target: MoveTarget): PartyView {
  if (target.to === 'person') return named(found(house.people, target.id))
  if (target.to === 'named') return named({ name: target.name.trim() })
  if (target.to === 'visitor') return numbered(found(house.visitors, target.id))
  return numbered({ number: house.nextVisitorNumber })
}

function give(faceId: number, owner: Owner): void {
  if ('visitor' in owner) {
    owner.visitor.face_ids = [...new Set([...owner.visitor.face_ids, faceId])].slice(0, 7)
    return
  }
  if (owner.person.faces.some((face) => face.id === faceId)) return
  owner.person.faces.push({
    id: faceId,
    is_enrolled: false,
    at: Date.now(),
    trust: 0.8,
    is_compared: true,
    is_grey: false,
    contradicts: false,
  })
}

/** Takes a face from whoever has it and gives it to somebody; a visitor left with nothing goes. */
export function hand(house: Household, faceId: number, owner: Owner): void {
  if ('person' in owner && owner.person.faces.some((face) => face.id === faceId)) return
  for (const person of house.people) person.faces = person.faces.filter((face) => face.id !== faceId)
  for (const visitor of house.visitors) visitor.face_ids = visitor.face_ids.filter((id) => id !== faceId)
  give(faceId, owner)
  house.visitors = house.visitors.filter((visitor) => visitor.face_ids.length > 0)
}

/** An erasure as the real program tells of it: two pictures a face, one an alert. */
function erased(faces: number, sightings: number, alerts: number): Erased {
  const pictures = 2 * faces + alerts
  const files_searched = pictures + 4
  return {
    persons: 1,
    visitors: 0,
    cameras: 0,
    faces,
    pictures,
    embeddings: faces,
    sightings,
    alerts,
    acts: 3,
    files_searched,
    traces_found: 0,
    is_gone: true,
  }
}

/** A visitor becomes a person. */
export function join(house: Household, visitor: FakeVisitor, person: FakePerson): void {
  for (const id of visitor.face_ids) give(id, { person })
  person.sightings += visitor.times_seen
  person.last_seen = Math.max(person.last_seen ?? 0, visitor.last_seen)
  person.last_camera = visitor.cameras[0] ?? null
  for (const pin of house.pins.values())
    if (pin.visitor_id === visitor.id) Object.assign(pin, { visitor_id: null, person_id: person.id })
  house.visitors = house.visitors.filter((other) => other !== visitor)
}

export function peopleCommands(house: Household): PeopleCommands {
  const freeName = (name: string, except?: number): string => {
    const trimmed = name.trim()
    if (!trimmed) throw refusal('name_empty', 'a name is needed')
    const taken = byName(house, trimmed)
    if (taken && taken.id !== except) throw refusal('name_taken', 'the name is taken')
    return trimmed
  }

  return {
    people: () => house.people.map((person) => house.shownPerson(person)),
    person: ({ id }) => house.shownPerson(found(house.people, id)),
    add_person: ({ name, kind, pictures }) => {
      const who = named({ name: freeName(name) })
      const add = (): PictureOutcome[] => {
        const person = newPerson(house, freeName(name), kind, 300 + house.people.length)
        const outcomes = house.learn(person, pictures)
        if (person.faces.length > 0) return outcomes
        house.people = house.people.filter((other) => other !== person)
        throw refusal('no_face', 'no picture shows exactly one face')
      }
      const outcomes = house.acts.record('add_person', who, who, add, { together: pictures.length })
      house.changed()
      return outcomes
    },
    add_pictures: ({ person_id, pictures }) => {
      const person = found(house.people, person_id)
      const learn = (): PictureOutcome[] => house.learn(person, pictures)
      const outcomes = house.acts.record('add_pictures', named(person), named(person), learn, {
        together: pictures.length,
      })
      house.changed()
      return outcomes
    },
    rename_person: ({ id, name }) => {
      const free = freeName(name, id)
      const person = found(house.people, id)
      house.acts.record('rename', named(person), { name: free, visitor_number: null }, () => (person.name = free))
      house.changed()
      return house.shownPerson(person)
    },
    set_person_kind: ({ id, kind }) => {
      const person = found(house.people, id)
      house.acts.record('set_kind', named(person), named(person), () => (person.kind = kind))
      house.changed()
      return house.shownPerson(person)
    },
    remove_person: ({ id }) => {
      const person = found(house.people, id)
      house.people = house.people.filter((other) => other !== person)
      house.sightings = house.sightings.filter((sighting) => sighting.person_id !== id)
      const alerts = house.alerts.filter((alert) => alert.now.person_id === id).length
      house.alerts = house.alerts.filter((alert) => alert.now.person_id !== id)
      house.changed()
      return erased(person.faces.length, person.sightings, alerts)
    },
    set_person_threshold: ({ id, threshold }) => {
      const person = found(house.people, id)
      house.acts.record('set_threshold', named(person), named(person), () => (person.own_threshold = threshold))
      house.changed()
      return house.shownPerson(person)
    },
    set_person_note: ({ id, note }) => {
      const person = found(house.people, id)
      if (person.note !== note.trim())
        house.acts.record('set_note', named(person), named(person), () => (person.note = note.trim()))
      house.changed()
      return house.shownPerson(person)
    },
    seen_over: ({ id, moments }) => {
      const person = found(house.people, id)
      // More often lately and at weekends, never the same twice, and always the same again.
      const on = (at: number, day: number): number => {
        let mixed = Math.imul(day + 1, 2_654_435_761) ^ Math.imul(person.seed, 40_503)
        mixed = Math.imul(mixed ^ (mixed >>> 15), 2_246_822_519)
        mixed = Math.imul(mixed ^ (mixed >>> 13), 3_266_489_917)
        const chance = ((mixed ^ (mixed >>> 16)) >>> 0) / 2 ** 32
        const isWeekend = [0, 6].includes(new Date(at).getDay())
        return chance < 0.55 ? 0 : Math.floor((chance - 0.5) * (isWeekend ? 16 : 9))
      }
      const times = moments.slice(0, -1).map(on)
      const all = times.reduce((sum, count) => sum + count, 0)
      const cameras = house.cameras.map((camera, i) => ({
        camera_id: camera.id,
        camera_name: camera.name,
        times: Math.round(all * ([0.6, 0.25, 0.1, 0.05][i] ?? 0)),
        last_seen: (person.last_seen ?? Date.now()) - i * 7 * 3_600_000,
      }))
      return { times, cameras: cameras.filter((camera) => camera.times > 0) }
    },
    merge_people: ({ id, into }) => {
      if (id === into) throw refusal('bad_request', 'they are the same already')
      const [gone, stays] = [found(house.people, id), found(house.people, into)]
      house.acts.record('merge_persons', named(gone), named(stays), () => {
        stays.faces = [...stays.faces, ...gone.faces]
        stays.sightings += gone.sightings
        stays.last_seen = Math.max(stays.last_seen ?? 0, gone.last_seen ?? 0)
        for (const pin of house.pins.values()) if (pin.person_id === id) pin.person_id = into
        house.people = house.people.filter((person) => person !== gone)
      })
      house.changed()
      return house.shownPerson(stays)
    },
    visitors_like: ({ id }) => {
      const person = found(house.people, id)
      return house.visitors
        .filter((visitor) => !house.rejections.has(`visitor${visitor.id}-${person.id}`))
        .map((visitor) => ({
          visitor: shownVisitor(visitor),
          similarity: 0.2 + ((visitor.seed * person.seed) % 23) / 100,
        }))
        .filter(({ similarity }) => similarity >= 0.3)
        .sort((a, b) => b.similarity - a.similarity)
    },
    move_face: ({ id, target }) => {
      const person = house.people.find((one) => one.faces.some((face) => face.id === id))
      const visitor = house.visitors.find((one) => one.face_ids.includes(id))
      const owner = person ?? visitor
      if (!owner) throw refusal('not_found', 'there is no such face')
      const isSame =
        target.to === 'person' ? target.id === person?.id : target.to === 'visitor' && target.id === visitor?.id
      if (isSame) throw refusal('bad_request', 'it is theirs already')
      const seed = house.faces.get(id)?.seed ?? 0
      const from = person ? named(person) : numbered(visitor ?? { number: 0 })
      house.acts.record('move_face', from, targetParty(house, target), () => {
        hand(house, id, destination(house, target, seed))
      })
      house.changed()
      return nothing
    },
    remove_face: ({ id }) => {
      const owner = house.people.find((person) => person.faces.some((face) => face.id === id))
      if (!owner) throw refusal('not_found', 'there is no such face')
      house.acts.record('remove_face', named(owner), named(owner), () => {
        owner.faces = owner.faces.filter((face) => face.id !== id)
      })
      house.changed()
      return nothing
    },

    visitors: ({ limit, before }) =>
      house.visitors
        .filter((visitor) => before === null || visitor.last_seen < before)
        .sort((a, b) => b.last_seen - a.last_seen)
        .slice(0, limit)
        .map(shownVisitor),
    name_visitor: ({ id, name, kind }) => {
      const visitor = found(house.visitors, id)
      const trimmed = name.trim() || (kind === 'known' ? '' : `Visitor ${visitor.number}`)
      if (!trimmed) throw refusal('name_empty', 'a name is needed')
      const who = byName(house, trimmed)
      const person = house.acts.record(
        'name',
        numbered(visitor),
        { name: who?.name ?? trimmed, visitor_number: null },
        () => {
          const person = who ?? newPerson(house, trimmed, kind, visitor.seed)
          if (kind === 'blacklisted') person.kind = kind
          join(house, visitor, person)
          return person
        },
      )
      house.changed()
      return house.shownPerson(person)
    },
    merge_visitor: ({ id, into }) => {
      const visitor = found(house.visitors, id)
      if (into.subject === 'person') {
        const person = found(house.people, into.id)
        house.acts.record('name', numbered(visitor), named(person), () => join(house, visitor, person))
      } else {
        const other = found(house.visitors, into.id)
        house.acts.record('merge_visitors', numbered(visitor), numbered(other), () => {
          other.face_ids = [...other.face_ids, ...visitor.face_ids].slice(0, 7)
          other.times_seen += visitor.times_seen
          other.first_seen = Math.min(other.first_seen, visitor.first_seen)
          house.visitors = house.visitors.filter((one) => one !== visitor)
        })
      }
      house.changed()
      return nothing
    },
    reject_visitor: ({ id, person_id }) => {
      const visitor = found(house.visitors, id)
      house.acts.record('reject', named(found(house.people, person_id)), numbered(visitor), () => {
        house.rejections.add(`visitor${id}-${person_id}`)
        if (visitor.suggestion?.person_id === person_id) visitor.suggestion = null
      })
      house.changed()
      return nothing
    },
    split_visitor: ({ id, face_ids }) => {
      const visitor = found(house.visitors, id)
      const goes = visitor.face_ids.filter((face) => face_ids.includes(face))
      if (goes.length === 0 || goes.length === visitor.face_ids.length)
        throw refusal('bad_request', 'at least one face goes and one stays')
      const to = numbered({ number: house.nextVisitorNumber })
      const apart = house.acts.record('split_visitor', numbered(visitor), to, () => {
        const apart = house.newVisitor(visitor.seed, 1, 0)
        Object.assign(apart, { face_ids: goes, suggestion: null, last_seen: visitor.last_seen - 1 })
        visitor.face_ids = visitor.face_ids.filter((face) => !goes.includes(face))
        visitor.times_seen = Math.max(1, visitor.times_seen - 1)
        return apart
      })
      house.changed()
      return shownVisitor(apart)
    },
    remove_visitor: ({ id }) => {
      const visitor = found(house.visitors, id)
      house.visitors = house.visitors.filter((other) => other !== visitor)
      house.changed()
      return erased(visitor.face_ids.length, visitor.times_seen, 0)
    },
  }
}
