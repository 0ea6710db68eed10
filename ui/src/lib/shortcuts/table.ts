// Every shortcut there is: the sheet shows this table, and whoever acts on a key asks it. Owns the keys; what an act does is
// somebody else's. `mod` is Ctrl, and Command on a Mac; a space stands between two keys pressed one after the other.
import type { PlainKey } from '$lib/i18n'

export type Place = 'everywhere' | 'go' | 'live' | 'visitors' | 'timeline' | 'pictures'

interface Shortcut {
  id: string
  place: Place
  /** Any of them. */
  keys: readonly string[]
  /** What it does. */
  says: PlainKey
}

export const shortcuts = [
  { id: 'palette', place: 'everywhere', keys: ['mod+k'], says: 'shortcuts.palette' },
  { id: 'menu', place: 'everywhere', keys: ['f10'], says: 'shortcuts.menu' },
  { id: 'sheet', place: 'everywhere', keys: ['?'], says: 'shortcuts.sheet' },
  { id: 'undo', place: 'everywhere', keys: ['mod+z'], says: 'action.undo' },
  { id: 'redo', place: 'everywhere', keys: ['mod+shift+z', 'mod+y'], says: 'action.redo' },
  { id: 'close', place: 'everywhere', keys: ['escape'], says: 'shortcuts.close' },

  { id: 'go.live', place: 'go', keys: ['g l'], says: 'nav.live' },
  { id: 'go.visitors', place: 'go', keys: ['g v'], says: 'nav.visitors' },
  { id: 'go.people', place: 'go', keys: ['g p'], says: 'nav.people' },
  { id: 'go.timeline', place: 'go', keys: ['g t'], says: 'nav.timeline' },
  { id: 'go.alerts', place: 'go', keys: ['g a'], says: 'nav.alerts' },
  { id: 'go.cameras', place: 'go', keys: ['g c'], says: 'nav.cameras' },
  { id: 'go.health', place: 'go', keys: ['g h'], says: 'nav.health' },
  { id: 'go.settings', place: 'go', keys: ['g s'], says: 'nav.settings' },

  { id: 'live.enlarge', place: 'live', keys: ['enter'], says: 'shortcuts.enlarge' },
  { id: 'live.face', place: 'live', keys: ['1–9'], says: 'shortcuts.face' },
  { id: 'live.pause', place: 'live', keys: ['space'], says: 'live.pause' },
  { id: 'live.back', place: 'live', keys: ['arrowleft'], says: 'live.step_back' },
  { id: 'live.on', place: 'live', keys: ['arrowright'], says: 'live.step_on' },
  { id: 'live.now', place: 'live', keys: ['end'], says: 'live.go_live' },
  { id: 'live.closer', place: 'live', keys: ['+'], says: 'live.closer' },
  { id: 'live.wider', place: 'live', keys: ['-'], says: 'live.wider' },
  { id: 'live.whole', place: 'live', keys: ['0'], says: 'live.all_of_it' },
  { id: 'live.boxes', place: 'live', keys: ['b'], says: 'live.boxes_hide' },
  { id: 'live.mark', place: 'live', keys: ['m'], says: 'live.mark' },
  { id: 'live.save', place: 'live', keys: ['s'], says: 'live.save' },
  { id: 'live.full', place: 'live', keys: ['f'], says: 'live.full' },

  { id: 'visitors.move', place: 'visitors', keys: ['arrowup', 'arrowdown'], says: 'shortcuts.move' },
  { id: 'visitors.name', place: 'visitors', keys: ['enter'], says: 'shortcuts.name' },
  { id: 'visitors.yes', place: 'visitors', keys: ['y'], says: 'shortcuts.yes' },
  { id: 'visitors.no', place: 'visitors', keys: ['n'], says: 'shortcuts.no' },
  { id: 'visitors.open', place: 'visitors', keys: ['o'], says: 'visitors.open' },
  { id: 'visitors.blacklist', place: 'visitors', keys: ['b'], says: 'visitors.blacklist' },
  { id: 'visitors.ignore', place: 'visitors', keys: ['i'], says: 'visitors.ignore' },
  { id: 'visitors.same', place: 'visitors', keys: ['m'], says: 'shortcuts.same' },
  { id: 'visitors.choose', place: 'visitors', keys: ['space'], says: 'shortcuts.choose' },
  { id: 'visitors.reach', place: 'visitors', keys: ['shift+arrowup', 'shift+arrowdown'], says: 'shortcuts.reach' },
  { id: 'visitors.all', place: 'visitors', keys: ['mod+a'], says: 'shortcuts.all' },
  { id: 'visitors.part', place: 'visitors', keys: ['s'], says: 'shortcuts.part' },
  { id: 'visitors.undo', place: 'visitors', keys: ['z'], says: 'action.undo' },
  { id: 'visitors.redo', place: 'visitors', keys: ['shift+z'], says: 'action.redo' },

  { id: 'timeline.move', place: 'timeline', keys: ['arrowup', 'arrowdown'], says: 'shortcuts.move' },
  { id: 'timeline.find', place: 'timeline', keys: ['f'], says: 'timeline.find' },
  { id: 'timeline.choose', place: 'timeline', keys: ['space'], says: 'shortcuts.choose' },
  { id: 'timeline.reach', place: 'timeline', keys: ['shift+arrowup', 'shift+arrowdown'], says: 'shortcuts.reach' },
  { id: 'timeline.all', place: 'timeline', keys: ['mod+a'], says: 'shortcuts.all_rows' },

  { id: 'pictures.take', place: 'pictures', keys: ['space'], says: 'teach.take' },
] as const satisfies readonly Shortcut[]

export type ShortcutId = (typeof shortcuts)[number]['id']

/** In the order in which the sheet shows them, so that its columns are about as long. */
export const places = {
  everywhere: 'shortcuts.everywhere',
  go: 'shortcuts.go',
  live: 'shortcuts.on_live',
  timeline: 'shortcuts.on_timeline',
  visitors: 'shortcuts.on_visitors',
  pictures: 'shortcuts.on_pictures',
} as const satisfies Record<Place, PlainKey>

/** The keys of one shortcut, for whoever acts on it or shows it beside what it does. */
export function keysOf(id: ShortcutId): readonly string[] {
  return shortcuts.find((one) => one.id === id)?.keys ?? []
}
