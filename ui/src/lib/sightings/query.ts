// What is asked of the program where nothing narrows it. Pure.
import type { Request } from '$lib/contract'

/** Every sighting there is, but for how many. */
export const everything: Omit<Request<'sightings'>, 'limit'> = {
  before: null,
  since: null,
  person_id: null,
  visitor_id: null,
  camera_id: null,
  verdict: null,
  alike_from: null,
  alike_below: null,
  hours: null,
  only_open: false,
}
