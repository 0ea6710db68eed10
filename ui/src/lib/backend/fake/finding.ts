// Looks for a face among everything that the fake household saw. Owns how alike two of its drawn people are; the name
// of a picture's file decides who is on it, so that a test can ask for anybody and for every refusal.
import type { FaceMatchView, Reply, Request } from '$lib/contract'
import type { Household } from './household'
import { dice } from './portrait'
import { refusal } from './refusal'

/** Less is no likeness worth showing. */
const worthShowing = 0.25

export function find(house: Household, { face_id, picture, limit }: Request<'find_face'>): Reply<'find_face'> {
  if ((face_id === null) === (picture === null))
    throw refusal('bad_request', 'a kept face or a picture is needed, not both')
  const seed = face_id !== null ? house.faces.get(face_id)?.seed : seedOn(house, picture?.file_name ?? '')
  if (seed === undefined) throw face_id === null ? refusal('no_face', 'no one face') : refusal('not_found', 'no face')
  return house.sightings
    .flatMap((sighting): FaceMatchView[] => {
      const seen = house.faces.get(sighting.face_id ?? 0)
      if (sighting.face_id === null || !seen) return []
      const similarity = sighting.face_id === face_id ? 1 : likeness(seed, seen.seed, sighting.id)
      return [{ sighting: structuredClone(sighting), face_id: sighting.face_id, similarity }]
    })
    .filter((match) => match.similarity >= worthShowing)
    .sort((a, b) => b.similarity - a.similarity || b.sighting.id - a.sighting.id)
    .slice(0, limit)
}

function seedOn(house: Household, fileName: string): number | undefined {
  if (/nobody|group|broken/.test(fileName)) return undefined
  const person = house.people.find((one) => fileName.toLowerCase().includes(one.name.toLowerCase()))
  return person?.seed ?? house.visitors[0]?.seed
}

/** The same for the same two; each look differs a little. */
function likeness(one: number, other: number, look: number): number {
  const jitter = dice(look)() * 0.2
  if (one === other) return 0.58 + jitter
  return dice(Math.min(one, other) * 1000 + Math.max(one, other))() * 0.3 + jitter * 0.25
}
