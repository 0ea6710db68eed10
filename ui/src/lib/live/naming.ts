// Who a face on the live picture is, by the owner's word. Owns which act a name becomes: whoever it is taken for is
// confirmed, a visitor is named with all their sightings, anybody else is given this one sighting.
import type { FaceOnFrame, PersonView } from '$lib/contract'
import type { Visitors } from '$lib/visitors/visitors.svelte'
import type { Why } from '$lib/sightings/why.svelte'

interface Hands {
  people: { list: PersonView[] }
  visitors: Pick<Visitors, 'name'>
  why: Pick<Why, 'confirm' | 'move'>
}

export async function nameFace({ people, visitors, why }: Hands, face: FaceOnFrame, given: string): Promise<boolean> {
  if (face.sighting_id === null) return false
  const sighting = { id: face.sighting_id }
  const known = people.list.find((one) => one.name.toLocaleLowerCase() === given.toLocaleLowerCase())
  if (known && known.id === face.person_id) return await why.confirm(sighting, known.name)
  if (face.visitor_id !== null && face.visitor_number !== null)
    return await visitors.name({ id: face.visitor_id, number: face.visitor_number }, given)
  return known
    ? await why.move(sighting, { to: 'person', id: known.id }, known.name)
    : await why.move(sighting, { to: 'named', name: given }, given)
}
