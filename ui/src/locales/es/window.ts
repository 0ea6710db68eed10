// Spanish: what is about the window as a whole: its language, its look, and the ways of getting about in it.
import type { Translated } from '..'
import type { window as english } from '../en/window'

export const window = {
  'settings.language': 'Idioma',
  'settings.language_text': 'De la ventana, el icono de la barra y las notificaciones. Cambia al instante.',
  'settings.language_system': 'Como el sistema ({language})',
  'settings.theme_contrast': 'Alto contraste',
  'settings.reset_what': 'Volver a {value}: {setting}',
  'settings.on': 'sí',
  'settings.off': 'no',
} as const satisfies Translated<typeof english>
