// What the keys of the live view do. Owns the table; what an act does is the tile's. Pure.

export type LiveAct =
  | { do: 'enlarge' | 'full' | 'pause' | 'live' | 'oldest' | 'mark' | 'snapshot' | 'boxes' | 'reset' }
  | { do: 'step'; by: number }
  | { do: 'zoom'; factor: number }
  | { do: 'pan'; dx: number; dy: number }
  | { do: 'go'; way: 'left' | 'right' | 'up' | 'down' }
  | { do: 'face'; place: number }

/** As much of a key press as decides. */
export interface Press {
  key: string
  shiftKey: boolean
}

const zoomStep = 1.25
/** Part of the tile that one press pans by. */
const panStep = 0.12
const aSecondOfSteps = 15

const ways = { ArrowLeft: 'left', ArrowRight: 'right', ArrowUp: 'up', ArrowDown: 'down' } as const
const pans: Record<string, [number, number]> = { left: [1, 0], right: [-1, 0], up: [0, 1], down: [0, -1] }

/** The act of a key on a large tile or on one among others; nothing if the key means nothing there. */
export function actOf({ key, shiftKey }: Press, isLarge: boolean): LiveAct | undefined {
  const way = ways[key as keyof typeof ways]
  if (way) {
    const [dx, dy] = pans[way] as [number, number]
    if (isLarge && shiftKey) return { do: 'pan', dx: dx * panStep, dy: dy * panStep }
    if (isLarge && (way === 'left' || way === 'right')) return { do: 'step', by: way === 'left' ? -1 : 1 }
    return shiftKey ? undefined : { do: 'go', way }
  }
  switch (key.length === 1 ? key.toLowerCase() : key) {
    case 'Enter':
      return { do: 'enlarge' }
    case 'f':
      return { do: 'full' }
    case ' ':
      return { do: 'pause' }
    case 'm':
      return { do: 'mark' }
    case 's':
      return { do: 'snapshot' }
    case 'b':
      return { do: 'boxes' }
    case '+':
    case '=':
      return { do: 'zoom', factor: zoomStep }
    case '-':
    case '_':
      return { do: 'zoom', factor: 1 / zoomStep }
    case '0':
      return { do: 'reset' }
    case 'Home':
      return isLarge ? { do: 'oldest' } : undefined
    case 'End':
      return isLarge ? { do: 'live' } : undefined
    case 'PageUp':
      return isLarge ? { do: 'step', by: -aSecondOfSteps } : undefined
    case 'PageDown':
      return isLarge ? { do: 'step', by: aSecondOfSteps } : undefined
    default:
      return /^[1-9]$/.test(key) ? { do: 'face', place: Number(key) - 1 } : undefined
  }
}
