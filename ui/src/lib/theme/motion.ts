// How long things move: short, and not at all where the system asks for none.
const milliseconds = 170

export function motion(): number {
  return matchMedia('(prefers-reduced-motion: reduce)').matches ? 0 : milliseconds
}
