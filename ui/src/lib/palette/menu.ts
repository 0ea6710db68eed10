// The lines of the menu: which of the palette's commands, in which groups. Owns their order; words, keys and acts are the
// palette's, so that the two can never say different things.
import type { House } from '$lib/house.svelte'
import type { PlainKey } from '$lib/i18n'
import { commandsOf } from './entries'
import type { Entry } from './find'

/** A line that opens a menu of its own, of which one line is in force. */
export interface Branch {
  id: 'go' | 'theme' | 'language'
  says: PlainKey
  entries: Entry[]
}
export interface MenuGroup {
  says: PlainKey
  lines: (Entry | Branch)[]
}

const groups: readonly { says: PlainKey; ids: readonly string[] }[] = [
  { says: 'journal.title', ids: ['undo', 'redo', 'journal'] },
  { says: 'menu.new', ids: ['add-person', 'import', 'add-camera', 'add-rule'] },
  { says: 'menu.home', ids: ['find-picture', 'pause', 'go-on', 'start-demo'] },
  { says: 'menu.window', ids: ['go', 'theme', 'language'] },
  { says: 'menu.help', ids: ['backup', 'palette', 'shortcuts'] },
  { says: 'menu.end', ids: ['quit'] },
]
const branches: Record<Branch['id'], { says: PlainKey; begins: string }> = {
  go: { says: 'shortcuts.go', begins: 'view-' },
  theme: { says: 'settings.theme', begins: 'theme-' },
  language: { says: 'settings.language', begins: 'language-' },
}

export function menuOf(house: House): MenuGroup[] {
  const commands = commandsOf(house)
  const line = (id: string): (Entry | Branch)[] => {
    if (isBranch(id)) {
      const { says, begins } = branches[id]
      const entries = commands.filter((one) => one.id.startsWith(begins))
      return entries.length > 0 ? [{ id, says, entries }] : []
    }
    return commands.filter((one) => one.id === id)
  }
  return groups.map(({ says, ids }) => ({ says, lines: ids.flatMap(line) })).filter(({ lines }) => lines.length > 0)
}

function isBranch(id: string): id is Branch['id'] {
  return id in branches
}
