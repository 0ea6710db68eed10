// English: what is about the window as a whole: its language, its look, and the ways of getting about in it.
export const window = {
  'settings.language': 'Language',
  'settings.language_text': 'Of the window, the tray and the notifications. It changes at once.',
  'settings.language_system': 'As the system ({language})',
  'settings.theme_contrast': 'High contrast',
  'settings.reset_what': 'Back to {value}: {setting}',
  'settings.on': 'on',
  'settings.off': 'off',
} as const
