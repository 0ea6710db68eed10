// Where the rows of a long list lie when all are of one height, and how far a list must be scrolled to show one. Pure; all
// lengths in pixels.

/** The rows to draw: those in sight and some more on both sides, `to` without. */
export function inSight(
  count: number,
  rowHeight: number,
  scrolled: number,
  tall: number,
  spare = 4,
): { from: number; to: number } {
  const from = Math.floor(Math.max(0, scrolled) / rowHeight) - spare
  const to = Math.ceil((Math.max(0, scrolled) + tall) / rowHeight) + spare
  return { from: Math.max(0, Math.min(count, from)), to: Math.min(count, Math.max(0, to)) }
}

/** How far to scroll so that what lies at `top` is in sight, below what covers the upper edge; as little as possible. */
export function revealed(top: number, height: number, scrolled: number, tall: number, covered = 0): number {
  const highest = top - covered
  const lowest = top + height - tall
  if (scrolled > highest) return highest
  return scrolled < lowest ? lowest : scrolled
}
