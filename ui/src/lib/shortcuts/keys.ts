// Keys: whether a press is what the table says, and how keys are written for those who press them. Pure.
import { t } from '$lib/i18n'

/** As much of a press as decides. */
export type Press = Pick<KeyboardEvent, 'key' | 'ctrlKey' | 'metaKey' | 'shiftKey' | 'altKey'>

/** Whether a press is one stroke of the table, such as `mod+shift+z`. */
export function isStroke(press: Press, stroke: string): boolean {
  const parts = partsOf(stroke)
  const key = parts.at(-1) ?? ''
  const isLetter = /^[a-z]$/.test(key)
  // Signs are typed with Shift on some keyboards and without on others.
  const isShiftRight =
    (isLetter || key.length > 1 ? press.shiftKey : parts.includes('shift')) === parts.includes('shift')
  const isModRight = (press.ctrlKey || press.metaKey) === parts.includes('mod')
  return keyOf(press) === key && isModRight && isShiftRight && !press.altKey
}

/** The keys of one stroke; a plus alone is the key itself. */
function partsOf(stroke: string): string[] {
  return stroke === '+' ? ['+'] : stroke.split('+')
}

/** A space has a name in the table, where it stands between strokes. */
function keyOf({ key }: Press): string {
  return key === ' ' ? 'space' : key.toLowerCase()
}

/** Whether somebody is writing. `isPlain` for a key that would be written: then an empty field counts as well. */
export function isTyping(target: EventTarget | null, isPlain: boolean): boolean {
  if (!(target instanceof HTMLElement)) return false
  if (target.isContentEditable || target instanceof HTMLSelectElement) return isPlain
  const isField =
    target instanceof HTMLTextAreaElement ||
    (target instanceof HTMLInputElement && !['radio', 'checkbox', 'range', 'file', 'button'].includes(target.type))
  return isField && (isPlain || target.value !== '')
}

/** F1 and the like. */
export function isFunctionKey({ key }: Pick<Press, 'key'>): boolean {
  return /^F\d+$/.test(key)
}

/** Whether the keys of this machine are those of a Mac. */
export function isMac(platform: string): boolean {
  return /mac|iphone|ipad/i.test(platform)
}

/** The caps to draw for the keys of one shortcut: `g l` is G, "then", L. */
export function capsOf(keys: string, hasCommand = isMac(navigator.platform)): string[] {
  return keys
    .split(' ')
    .map((stroke) => partsOf(stroke).map((key) => cap(key, hasCommand)))
    .reduce((caps, stroke) => (caps.length === 0 ? stroke : [...caps, t('key.then'), ...stroke]), [])
}

/** The same as one text: "Ctrl+K". */
export function keysWords(keys: string): string {
  return keys
    .split(' ')
    .map((stroke) => capsOf(stroke).join('+'))
    .join(' ')
}

function cap(key: string, hasCommand: boolean): string {
  switch (key) {
    case 'mod':
      return hasCommand ? '⌘' : t('key.ctrl')
    case 'shift':
      return hasCommand ? '⇧' : t('key.shift')
    case 'enter':
      return t('key.enter')
    case 'escape':
      return t('key.escape')
    case 'end':
      return t('key.end')
    case 'space':
      return t('key.space')
    case 'arrowup':
      return '↑'
    case 'arrowdown':
      return '↓'
    case 'arrowleft':
      return '←'
    case 'arrowright':
      return '→'
    default:
      return key.toUpperCase()
  }
}
