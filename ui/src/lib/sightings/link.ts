// The link to a sighting, as `porchlight --sighting` and the desktop understand it. Owns its form, nothing else.

export function linkTo(id: number): string {
  return `porchlight://sighting/${id}`
}
