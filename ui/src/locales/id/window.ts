// Indonesian: what is about the window as a whole: its language, its look, and the ways of getting about in it.
import type { Translated } from '..'
import type { window as english } from '../en/window'

export const window = {
  'settings.language': 'Bahasa',
  'settings.language_text': 'Untuk jendela, ikon baki, dan notifikasi. Langsung berubah.',
  'settings.language_system': 'Ikuti sistem ({language})',
  'settings.theme_contrast': 'Kontras tinggi',
  'settings.reset_what': 'Kembali ke {value}: {setting}',
  'settings.on': 'nyala',
  'settings.off': 'mati',
} as const satisfies Translated<typeof english>
