// German: what is about the window as a whole: its language, its look, and the ways of getting about in it.
import type { Translated } from '..'
import type { window as english } from '../en/window'

export const window = {
  'settings.language': 'Sprache',
  'settings.language_text': 'Für das Fenster, die Taskleiste und die Benachrichtigungen. Sie wechselt sofort.',
  'settings.language_system': 'Wie das System ({language})',
  'settings.theme_contrast': 'Hoher Kontrast',
  'settings.reset_what': 'Zurück auf {value}: {setting}',
  'settings.on': 'an',
  'settings.off': 'aus',
} as const satisfies Translated<typeof english>
