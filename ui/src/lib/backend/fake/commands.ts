// Every command of the contract, done to the fake household. Owns nothing; a command that is missing does not compile.
import type { CommandName, PersonView, Reply, Request, VisitorView } from '$lib/contract'
import { refusal } from './household'
import type { FakePerson, FakeVisitor, Household } from './household'
import { photograph } from './street'

type Done = { [K in CommandName]: (request: Request<K>) => Reply<K> | Promise<Reply<K>> }

const nothing = {}

function shownPerson(person: FakePerson): PersonView {
  return structuredClone(person)
}

function shownVisitor(visitor: FakeVisitor): VisitorView {
  return structuredClone(visitor)
}

function found<T extends { id: number }>(list: T[], id: number): T {
  const it = list.find((one) => one.id === id)
  if (!it) throw refusal('not_found', `there is no ${id}`)
  return it
}

function base64(bytes: Uint8Array): string {
  let text = ''
  for (const byte of bytes) text += String.fromCharCode(byte)
  return btoa(text)
}

const pause = (ms: number): Promise<void> => new Promise((done) => setTimeout(done, ms))

export function commandsOf(house: Household, tell: (event: import('$lib/contract').EventView) => void): Done {
  const byName = (name: string): FakePerson | undefined =>
    house.people.find((person) => person.name.toLowerCase() === name.trim().toLowerCase())

  const freeName = (name: string, except?: number): string => {
    const trimmed = name.trim()
    if (!trimmed) throw refusal('name_empty', 'a name is needed')
    const taken = byName(trimmed)
    if (taken && taken.id !== except) throw refusal('name_taken', 'the name is taken')
    return trimmed
  }

  const camerasChanged = (): void => {
    tell({ type: 'cameras_changed' })
    house.announceSystem()
  }

  const newPerson = (name: string, kind: PersonView['kind'], seed: number): FakePerson => {
    const person: FakePerson = {
      id: house.id(),
      name,
      kind,
      is_demo: false,
      faces: [],
      sightings: 0,
      last_seen: null,
      last_camera: null,
      seed,
    }
    house.people.push(person)
    return person
  }

  const join = (visitor: FakeVisitor, person: FakePerson): void => {
    for (const id of visitor.face_ids) person.faces.push({ id, is_enrolled: false, at: visitor.last_seen, trust: 0.7 })
    person.sightings += visitor.times_seen
    person.last_seen = Math.max(person.last_seen ?? 0, visitor.last_seen)
    person.last_camera = visitor.cameras[0] ?? null
    house.visitors = house.visitors.filter((other) => other !== visitor)
  }

  return {
    system: () => house.system(),
    install_models: async () => {
      const missing = house.models
      if (missing.state !== 'missing') return house.system()
      const total = missing.files.reduce((sum, file) => sum + file.size, 0)
      house.models = { state: 'preparing' }
      house.announceSystem()
      for (let i = 1; i <= 20; i++) {
        await pause(100)
        const name = missing.files[i < 4 ? 0 : 1]?.name ?? ''
        tell({ type: 'models_progress', progress: { name, done: Math.round((total * i) / 20), total } })
      }
      house.models = { state: 'ready', model: 'drawn' }
      house.announceSystem()
      return house.system()
    },
    start_demo: () => {
      house.moveIn()
      camerasChanged()
      house.changed()
      return house.system()
    },
    leave_demo: () => {
      house.cameras = house.cameras.filter((camera) => !camera.is_demo)
      house.people = house.people.filter((person) => !person.is_demo)
      house.visitors = []
      house.alerts = []
      house.sightings = []
      camerasChanged()
      house.changed()
      return house.system()
    },

    cameras: () => structuredClone(house.cameras),
    webcams: () => [
      { device: '/dev/video0', name: 'Integrated Camera' },
      { device: '/dev/video2', name: 'Hallway USB Camera' },
    ],
    add_camera: ({ name, source }) => {
      if (!name.trim()) throw refusal('name_empty', 'a name is needed')
      const shown =
        source.kind === 'webcam'
          ? source.device
          : source.kind === 'stream'
            ? source.address
            : 'path' in source
              ? source.path
              : 'demo'
      const camera = {
        id: house.id(),
        name: name.trim(),
        kind: source.kind,
        shown_source: shown.replace(/\/\/[^@/]*@/, '//').replace(/\?.*/, ''),
        is_demo: source.kind === 'demo',
        is_enabled: true,
        state: { state: 'live' as const },
      }
      house.cameras.push(camera)
      camerasChanged()
      return { ...camera }
    },
    test_camera: async ({ source }) => {
      await pause(400)
      if (source.kind === 'stream' && source.address.includes('refused'))
        throw refusal('camera_failed', 'the camera refused', 'refused')
      if (source.kind === 'stream' && !/^(rtsps?|https?):\/\/./.test(source.address))
        throw refusal('camera_failed', 'not an address', 'bad_address')
      const jpeg = await photograph(1, [{ seed: 3, x: 0.5, y: 0.45, size: 0.3 }], 640)
      const faces = house.models.state === 'ready' ? 1 : null
      return { width: 1280, height: 720, jpeg_base64: base64(jpeg), faces }
    },
    update_camera: ({ id, name, is_enabled }) => {
      const camera = found(house.cameras, id)
      if (name !== null) camera.name = name.trim() || camera.name
      if (is_enabled !== null) {
        camera.is_enabled = is_enabled
        camera.state = is_enabled ? { state: 'live' } : { state: 'off' }
      }
      camerasChanged()
      return structuredClone(camera)
    },
    remove_camera: ({ id }) => {
      house.cameras = house.cameras.filter((camera) => camera.id !== id)
      camerasChanged()
      return nothing
    },

    people: () => house.people.map(shownPerson),
    person: ({ id }) => shownPerson(found(house.people, id)),
    add_person: ({ name, kind, pictures }) => {
      const person = newPerson(freeName(name), kind, 300 + house.people.length)
      const outcomes = house.learn(person, pictures)
      if (person.faces.length === 0) {
        house.people = house.people.filter((other) => other !== person)
        throw refusal('no_face', 'no picture shows exactly one face')
      }
      house.changed()
      return outcomes
    },
    add_pictures: ({ person_id, pictures }) => {
      const outcomes = house.learn(found(house.people, person_id), pictures)
      house.changed()
      return outcomes
    },
    rename_person: ({ id, name }) => {
      const free = freeName(name, id)
      house.remember('rename_person', found(house.people, id).name)
      const person = found(house.people, id)
      person.name = free
      house.changed()
      return shownPerson(person)
    },
    set_person_kind: ({ id, kind }) => {
      house.remember('set_person_kind', found(house.people, id).name)
      const person = found(house.people, id)
      person.kind = kind
      house.changed()
      return shownPerson(person)
    },
    remove_person: ({ id }) => {
      const person = found(house.people, id)
      house.people = house.people.filter((other) => other !== person)
      house.sightings = house.sightings.filter((sighting) => sighting.person_id !== id)
      const alerts = house.alerts.filter((alert) => alert.person_id === id).length
      house.alerts = house.alerts.filter((alert) => alert.person_id !== id)
      house.changed()
      return { faces: person.faces.length, sightings: person.sightings, alerts }
    },
    remove_face: ({ id }) => {
      const owner = house.people.find((person) => person.faces.some((face) => face.id === id))
      if (!owner) throw refusal('not_found', 'there is no such face')
      house.remember('remove_face', owner.name)
      owner.faces = owner.faces.filter((face) => face.id !== id)
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
      house.remember(
        kind === 'known' ? 'name_visitor' : kind === 'ignored' ? 'ignore_visitor' : 'blacklist_visitor',
        trimmed,
      )
      const person = byName(trimmed) ?? newPerson(trimmed, kind, visitor.seed)
      if (kind === 'blacklisted') person.kind = kind
      join(found(house.visitors, id), person)
      house.changed()
      return shownPerson(person)
    },
    merge_visitor: ({ id, into }) => {
      house.remember('merge_visitor', `Visitor ${found(house.visitors, id).number}`)
      const visitor = found(house.visitors, id)
      if (into.subject === 'person') {
        join(visitor, found(house.people, into.id))
      } else {
        const other = found(house.visitors, into.id)
        other.face_ids = [...other.face_ids, ...visitor.face_ids].slice(0, 7)
        other.times_seen += visitor.times_seen
        other.first_seen = Math.min(other.first_seen, visitor.first_seen)
        house.visitors = house.visitors.filter((one) => one !== visitor)
      }
      house.changed()
      return nothing
    },
    reject_visitor: ({ id }) => {
      house.remember('reject_visitor', found(house.visitors, id).suggestion?.name ?? '')
      found(house.visitors, id).suggestion = null
      house.changed()
      return nothing
    },
    remove_visitor: ({ id }) => {
      const visitor = found(house.visitors, id)
      house.visitors = house.visitors.filter((other) => other !== visitor)
      house.changed()
      return { faces: visitor.face_ids.length, sightings: visitor.times_seen, alerts: 0 }
    },

    undo: () => house.step('undo'),
    redo: () => house.step('redo'),

    sightings: ({ limit, before, person_id, visitor_id, only_open }) => ({
      sightings: house.sightings
        .filter(
          (sighting) =>
            (before === null || sighting.started_at < before) &&
            (person_id === null || sighting.person_id === person_id) &&
            (visitor_id === null || sighting.visitor_id === visitor_id) &&
            (!only_open || sighting.ended_at === null),
        )
        .sort((a, b) => b.started_at - a.started_at)
        .slice(0, limit)
        .map((sighting) => structuredClone(sighting)),
    }),
    alerts: ({ limit }) =>
      [...house.alerts]
        .sort((a, b) => b.at - a.at)
        .slice(0, limit)
        .map((alert) => ({ ...alert })),
    acknowledge_alert: ({ id }) => {
      const alert = found(house.alerts, id)
      alert.acknowledged_at = Date.now()
      tell({ type: 'alert_acknowledged', alert: { ...alert } })
      house.announceSystem()
      return { ...alert }
    },

    settings: () => ({ ...house.settings }),
    save_settings: (settings) => {
      house.settings = { ...settings }
      tell({ type: 'settings_changed' })
      return { ...settings }
    },
  }
}
