// Looks closer where the owner marks a face of the fake street. Owns who is found there: whoever walked through the
// area at that moment, missed or not; where nobody did, the face is guessed.
import type { EventView, MarkedView, MarkFace, Reply, Request } from '$lib/contract'
import type { Done } from './commands'
import { named } from './household'
import type { Household } from './household'
import { destination, targetParty } from './people'
import { found, refusal } from './refusal'
import { frameHeight, frameWidth, cropped, faceBox } from './street'
import type { Walker } from './street'
import type { Visits } from './visits'

const leastPx = 16

type Spot = { seed: number | undefined; box: [number, number, number, number] }

export function markingCommands(
  house: Household,
  visits: () => Visits,
  tell: (event: EventView) => void,
): Pick<Done, 'mark_face' | 'keep_marked_face'> {
  const spotIn = ({ camera_id, at, area }: MarkFace): Spot => {
    found(house.cameras, camera_id)
    if (house.models.state !== 'ready') throw refusal('models_missing', 'the models are missing')
    const { walkers } = visits().at(camera_id, at)
    const meant = walkers.find((walker) => isIn(walker, area))
    return meant ? { seed: meant.seed, box: faceBox(meant) } : { seed: undefined, box: area }
  }

  return {
    mark_face: async (request): Promise<MarkedView> => {
      const [, , width, height] = request.area
      const spot = spotIn(request)
      if (Math.min(width * frameWidth, height * frameHeight) < leastPx)
        return { outcome: 'nothing', reason: 'too_small' }
      if (visits().isBlurred) return { outcome: 'nothing', reason: 'blurred' }
      const person = spot.seed === undefined ? undefined : house.personOf(spot.seed)
      return {
        outcome: 'face',
        area: spot.box,
        is_guessed: spot.seed === undefined,
        side_px: spot.box[3] * frameHeight,
        trust: spot.seed === undefined ? 0.3 : 0.7,
        jpeg_base64: await cropped(request.picture.base64, spot.box),
        candidates: person
          ? [{ person_id: person.id, visitor_id: null, name: person.name, similarity: 0.52, threshold: 0.4 }]
          : [],
      }
    },
    keep_marked_face: (request: Request<'keep_marked_face'>): Reply<'keep_marked_face'> => {
      const { marked, target } = request
      const seed = spotIn(marked).seed ?? 970
      if (target.to === 'named' && !target.name.trim()) throw refusal('name_empty', 'a name is needed')
      const sighting = house.openSighting(seed, marked.camera_id, Date.now() - marked.at)
      sighting.ended_at = sighting.started_at
      const to = targetParty(house, target)
      house.acts.record('move_sighting', to, to, () => {
        const owner = destination(house, target, seed)
        if (!('person' in owner)) return
        owner.person.faces.push({ ...house.keepFace(seed, false), id: sighting.face_id ?? house.id() })
        house.pins.set(sighting.id, { person_id: owner.person.id, visitor_id: null })
        Object.assign(to, named(owner.person))
      })
      house.decide(sighting)
      tell({ type: 'sighting_ended', sighting: { ...sighting } })
      house.changed()
      return structuredClone(sighting)
    },
  }
}

function isIn(walker: Walker, [left, top, width, height]: MarkFace['area']): boolean {
  return walker.x >= left && walker.x <= left + width && walker.y >= top && walker.y <= top + height
}
