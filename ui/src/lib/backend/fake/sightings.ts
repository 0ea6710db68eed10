// Sightings, alerts and the journal of the fake household: asking why, correcting, taking back. Owns nothing.
import type {
  AlertView,
  CountedFaceView,
  DecisionView,
  EventView,
  NoNameView,
  PartyView,
  Request,
  SightingView,
} from '$lib/contract'
import { isWithin } from '$lib/timeline/filter'
import type { Done } from './commands'
import { named, numbered } from './household'
import type { Household } from './household'
import { find } from './finding'
import { destination, hand, targetParty } from './people'
import type { Owner } from './people'
import { found, refusal } from './refusal'

const nothing = {}
/** Sightings longer ago than this were written by an older program, which kept less. */
const olderMs = 3 * 60 * 60_000

type SightingCommands = Pick<
  Done,
  | 'undo'
  | 'redo'
  | 'journal'
  | 'undo_act'
  | 'redo_act'
  | 'sightings'
  | 'find_face'
  | 'why'
  | 'confirm_sighting'
  | 'move_sighting'
  | 'reject_sighting'
  | 'alerts'
  | 'acknowledge_alert'
  | 'acknowledge_all'
>

const weakness: Partial<Record<NoNameView, Partial<CountedFaceView>>> = {
  too_small: { side_px: 19, trust: 0.21 },
  turned: { frontality: 0.24, trust: 0.28 },
  blurred: { sharpness: 0.2, trust: 0.26 },
  bad_light: { exposure: 0.22, trust: 0.24 },
}

function countedFaces(sighting: SightingView): CountedFaceView[] {
  const count = sighting.no_name === 'no_usable_face' ? 0 : 2 + (sighting.id % 4)
  const weak = sighting.no_name ? weakness[sighting.no_name] : undefined
  const best = sighting.candidates[0]?.similarity
  return Array.from({ length: count }, (_, i) => ({
    at: sighting.started_at + 400 + i * 640,
    trust: 0.93 - i * 0.11,
    side_px: 118 - i * 22,
    sharpness: 0.94 - i * 0.2,
    frontality: 0.97 - i * 0.05,
    exposure: 0.9,
    similarity: best === undefined ? null : best - i * 0.03,
    ...weak,
  }))
}

/** The later it was decided, the more people were in view. */
function decisionOf({ id }: SightingView): DecisionView {
  const faces = 1 + (id % 3)
  const [wait_ms, detect_ms, embed_ms, match_ms] = [0.2 + (id % 5) * 0.9, 8.1 + (id % 4), 21.4 * faces, 0.06 * faces]
  const total_ms = wait_ms + detect_ms + embed_ms + match_ms + 1.3
  return { after_ms: (faces - 1) * 640, wait_ms, detect_ms, embed_ms, match_ms, total_ms }
}

/** Whether a sighting is among those that are asked for. */
export function isMeant(sighting: SightingView, query: Request<'sightings'>): boolean {
  const { before, since, person_id, visitor_id, camera_id, verdict, only_open, alike_from, alike_below, hours } = query
  const { similarity } = sighting
  return (
    (before === null || sighting.started_at < before) &&
    (since === null || sighting.started_at >= since) &&
    (person_id === null || sighting.person_id === person_id) &&
    (camera_id === null || sighting.camera_id === camera_id) &&
    (verdict === null || sighting.verdict === verdict) &&
    (visitor_id === null || sighting.visitor_id === visitor_id) &&
    (alike_from === null || (similarity !== null && similarity >= alike_from)) &&
    (alike_below === null || (similarity !== null && similarity < alike_below)) &&
    (hours === null || isWithin(hours, sighting.started_at)) &&
    (!only_open || sighting.ended_at === null)
  )
}

/** The owner saw these alerts; those that were seen before are passed over. */
export function acknowledge(house: Household, alerts: AlertView[]): void {
  const open = alerts.filter((alert) => alert.acknowledged_at === null)
  const nobody: PartyView = { name: null, visitor_number: null }
  const see = (): void =>
    open.forEach((alert) => Object.assign(alert, { acknowledged_at: Date.now(), acknowledged_from: 'window' }))
  house.acts.record('acknowledge', nobody, nobody, see, { together: open.length })
  for (const alert of open) house.tell({ type: 'alert_acknowledged', alert: structuredClone(alert) })
  house.tell({ type: 'journal_changed', journal: house.acts.view() })
  house.announceSystem()
}

export function sightingCommands(house: Household, tell: (event: EventView) => void): SightingCommands {
  const seedOf = (sighting: SightingView): number => house.faces.get(sighting.face_id ?? 0)?.seed ?? 0
  const ownerOf = (sighting: SightingView) => {
    const person = house.people.find((one) => one.id === sighting.person_id)
    const visitor = house.visitors.find((one) => one.id === sighting.visitor_id)
    return person ? named(person) : visitor ? numbered(visitor) : undefined
  }
  const pin = (sighting: SightingView, owner: Owner): void => {
    house.pins.set(sighting.id, {
      person_id: 'person' in owner ? owner.person.id : null,
      visitor_id: 'visitor' in owner ? owner.visitor.id : null,
    })
    if (sighting.face_id !== null) hand(house, sighting.face_id, owner)
  }

  return {
    undo: () => {
      house.acts.step('undo')
      house.changed()
      tell({ type: 'alert_rules_changed' })
      return house.acts.view()
    },
    redo: () => {
      house.acts.step('redo')
      house.changed()
      tell({ type: 'alert_rules_changed' })
      return house.acts.view()
    },
    journal: ({ limit, before }) => structuredClone(house.acts.shown(limit, before)),
    undo_act: ({ id }) => {
      house.acts.take(id, 'undo')
      house.changed()
      tell({ type: 'alert_rules_changed' })
      return house.acts.view()
    },
    redo_act: ({ id }) => {
      house.acts.take(id, 'redo')
      house.changed()
      tell({ type: 'alert_rules_changed' })
      return house.acts.view()
    },

    sightings: (query) => ({
      sightings: house.sightings
        .filter((sighting) => isMeant(sighting, query))
        .sort((a, b) => b.started_at - a.started_at || b.id - a.id)
        .slice(0, query.limit)
        .map((sighting) => structuredClone(sighting)),
    }),
    find_face: (request) => find(house, request),
    why: ({ id }) => {
      const sighting = found(house.sightings, id)
      const isOlder = sighting.started_at < Date.now() - olderMs
      return structuredClone({
        sighting,
        faces: isOlder ? [] : countedFaces(sighting),
        margin: 0.04,
        model: isOlder ? null : 'MobileFaceNet',
        decision: isOlder ? null : decisionOf(sighting),
      })
    },
    confirm_sighting: ({ id }) => {
      const sighting = found(house.sightings, id)
      const person = house.people.find((one) => one.id === sighting.person_id)
      if (!person) throw refusal('bad_request', 'it is nobody with a name')
      house.acts.record('confirm_sighting', named(person), named(person), () => pin(sighting, { person }))
      house.changed()
      return nothing
    },
    move_sighting: ({ id, target }) => {
      const sighting = found(house.sightings, id)
      const to = targetParty(house, target)
      if (target.to === 'person' && target.id === sighting.person_id)
        throw refusal('bad_request', 'it is theirs already')
      house.acts.record('move_sighting', ownerOf(sighting) ?? to, to, () => {
        const owner = destination(house, target, seedOf(sighting))
        const before = house.people.find((one) => one.id === sighting.person_id)
        if (before) before.sightings -= 1
        if ('person' in owner) owner.person.sightings += 1
        pin(sighting, owner)
      })
      house.changed()
      return nothing
    },
    reject_sighting: ({ id, person_id }) => {
      const sighting = found(house.sightings, id)
      const person = found(house.people, person_id)
      if (sighting.person_id !== null && sighting.person_id !== person_id)
        throw refusal('bad_request', 'it is somebody else already')
      const stays = house.visitors.find((one) => one.id === sighting.visitor_id)
      const to = stays ? numbered(stays) : numbered({ number: house.nextVisitorNumber })
      house.acts.record('reject', named(person), to, () => {
        house.rejections.add(`${id}-${person_id}`)
        if (!stays) pin(sighting, destination(house, { to: 'new_visitor' }, seedOf(sighting)))
      })
      house.changed()
      return nothing
    },

    alerts: ({ limit, before, verdict, camera_id, is_open }) =>
      house.alerts
        .filter((alert) => before === null || alert.at < before.at || (alert.at === before.at && alert.id < before.id))
        .filter((alert) => verdict === null || alert.now.verdict === verdict)
        .filter((alert) => camera_id === null || alert.camera_id === camera_id)
        .filter((alert) => is_open === null || (alert.acknowledged_at === null) === is_open)
        .sort((a, b) => b.at - a.at || b.id - a.id)
        .slice(0, limit)
        .map((alert) => ({ ...alert })),
    acknowledge_alert: ({ id }) => {
      const alert = found(house.alerts, id)
      acknowledge(house, [alert])
      return { ...alert }
    },
    acknowledge_all: () => {
      acknowledge(house, house.alerts)
      return nothing
    },
  }
}
