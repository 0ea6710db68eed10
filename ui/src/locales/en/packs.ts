// English: packs of models, and which one recognises.
export const packs = {
  'packs.title': 'What recognises faces',
  'packs.default': 'Default models',
  'packs.classic': 'Compatibility models',
  'packs.own': 'Your own: {name}',
  'packs.in_use': 'In use',
  'packs.less_accurate': 'Less accurate',
  'packs.missing': 'Not installed',
  'packs.damaged': 'Damaged',
  'packs.about': '{models} · {size} · {licence} · {count} numbers a face',
  'packs.measured': 'Measured on {measured}',
  'packs.use': 'Use',
  'packs.use_named': 'Use {name}',
  'packs.remove': 'Remove {name}',
  'packs.add': 'Add your own…',
  'packs.add_title': 'Choose the description of the model',
  'packs.add_text':
    'A face model in ONNX for pictures of 112 pixels, described in a small file. It is tried before it is kept.',
  'packs.trying': 'Trying the model on drawn people and on your own pictures',
  'packs.switching': 'Loading',
  'packs.failed': 'Which models there are could not be read',
  'packs.added': '{name} was added. It is not in use yet.',
  'packs.compatibility': 'Compatibility models: less accurate',
  'packs.compatibility_text':
    'Recognition works, but not as well as with the default models. Nobody is forgotten when you change.',
  'packs.install_default': 'Install the default models',
  'error.pack_refused': 'This model cannot be used, and the one in use stays: {reason}',
} as const
