// Hears the shortcuts that work everywhere. Owns a key that waits for its second one. Nothing fires while somebody writes,
// composes a letter, answers a dialog or is in a menu, where letters look for a line; except what belongs to the dialog itself.
import { isFunctionKey, isStroke, isTyping } from './keys'
import { shortcuts } from './table'
import type { ShortcutId } from './table'

/** What each of them does. Escape is heard by whatever it closes. */
export type Acts = Record<
  Exclude<Extract<(typeof shortcuts)[number], { place: 'everywhere' | 'go' }>['id'], 'close'>,
  () => void
>

/** How long a first key waits: longer than a slow hand, shorter than a forgotten one. */
const waitMs = 1500
/** Undo and redo take back what a dialog did, too. */
const inDialogs: readonly ShortcutId[] = ['undo', 'redo']

/** To be called with every press before anybody else is: a second key belongs to the first. */
export function listener(acts: Acts, now: () => number = () => performance.now()): (event: KeyboardEvent) => void {
  let first = { key: '', at: -Infinity }

  return (event) => {
    if (event.defaultPrevented || event.isComposing || event.key === 'Shift') return
    const isWaiting = now() - first.at < waitMs
    const before = isWaiting ? first.key : ''
    first = { key: '', at: -Infinity }
    const isPlain = !event.ctrlKey && !event.metaKey
    // A key that writes nothing is free in a field as well.
    if (!isFunctionKey(event) && isTyping(event.target, isPlain)) return
    if (document.querySelector('[role="menu"]')) return
    const hasDialog = document.querySelector('[role="dialog"], [role="alertdialog"]') !== null

    for (const { id, keys } of shortcuts) {
      if (!(id in acts) || (hasDialog && !inDialogs.includes(id))) continue
      for (const strokes of keys.map((one) => one.split(' '))) {
        const [one = '', two] = strokes
        if (two !== undefined && !before && isStroke(event, one)) {
          first = { key: one, at: now() }
          return
        }
        if (two === undefined ? !before && isStroke(event, one) : before === one && isStroke(event, two)) {
          event.preventDefault()
          event.stopPropagation()
          acts[id as keyof Acts]()
          return
        }
      }
    }
  }
}
