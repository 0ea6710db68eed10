// What the keys of the live view do: those of the list of shortcuts, and a few that any picture or list has. Owns which act
// is whose; what an act does is the tile's. Pure.
import { isStroke } from '$lib/shortcuts/keys'
import type { Press } from '$lib/shortcuts/keys'
import { keysOf } from '$lib/shortcuts/table'
import type { ShortcutId } from '$lib/shortcuts/table'

export type LiveAct =
  | { do: 'enlarge' | 'full' | 'pause' | 'live' | 'oldest' | 'mark' | 'snapshot' | 'boxes' | 'reset' }
  | { do: 'step'; by: number }
  | { do: 'zoom'; factor: number }
  | { do: 'pan'; dx: number; dy: number }
  | { do: 'go'; way: 'left' | 'right' | 'up' | 'down' }
  | { do: 'face'; place: number }

const zoomStep = 1.25
/** Part of the tile that one press pans by. */
const panStep = 0.12
const aSecondOfSteps = 15

/** What each shortcut of the list does. */
const listed: [ShortcutId, LiveAct][] = [
  ['live.enlarge', { do: 'enlarge' }],
  ['live.pause', { do: 'pause' }],
  ['live.closer', { do: 'zoom', factor: zoomStep }],
  ['live.wider', { do: 'zoom', factor: 1 / zoomStep }],
  ['live.whole', { do: 'reset' }],
  ['live.boxes', { do: 'boxes' }],
  ['live.mark', { do: 'mark' }],
  ['live.save', { do: 'snapshot' }],
  ['live.full', { do: 'full' }],
]
/** Those that only a large picture has: among others the same keys lead from tile to tile. */
const listedLarge: [ShortcutId, LiveAct][] = [
  ['live.back', { do: 'step', by: -1 }],
  ['live.on', { do: 'step', by: 1 }],
  ['live.now', { do: 'live' }],
]
/** The plus of a keyboard that has it on the same key as the equals sign. */
const same: Record<string, string> = { '=': '+', _: '-' }

const ways = { ArrowLeft: 'left', ArrowRight: 'right', ArrowUp: 'up', ArrowDown: 'down' } as const
const pans: Record<string, [number, number]> = { left: [1, 0], right: [-1, 0], up: [0, 1], down: [0, -1] }

/** The act of a key on a large tile or on one among others; nothing if the key means nothing there. */
export function actOf(pressed: Press, isLarge: boolean): LiveAct | undefined {
  // Taken apart by name: an event keeps none of these as its own.
  const { key, ctrlKey, metaKey, shiftKey, altKey } = pressed
  const press = { key: same[key] ?? key, ctrlKey, metaKey, shiftKey, altKey }
  const way = ways[press.key as keyof typeof ways]
  if (way && isLarge && press.shiftKey) {
    const [dx, dy] = pans[way] as [number, number]
    return { do: 'pan', dx: dx * panStep, dy: dy * panStep }
  }
  const found = [...(isLarge ? listedLarge : []), ...listed].find(([id]) =>
    keysOf(id).some((key) => isStroke(press, key)),
  )
  if (found) return found[1]
  if (way) return press.shiftKey ? undefined : { do: 'go', way }
  if (/^[1-9]$/.test(press.key)) return { do: 'face', place: Number(press.key) - 1 }
  if (!isLarge) return undefined
  switch (press.key) {
    case 'Home':
      return { do: 'oldest' }
    case 'PageUp':
      return { do: 'step', by: -aSecondOfSteps }
    case 'PageDown':
      return { do: 'step', by: aSecondOfSteps }
    default:
      return undefined
  }
}
