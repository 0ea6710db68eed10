// Spanish: packs of models, and which one recognises.
import type { Translated } from '..'
import type { packs as english } from '../en/packs'

export const packs = {
  'packs.title': 'Qué reconoce las caras',
  'packs.default': 'Modelos habituales',
  'packs.classic': 'Modelos de compatibilidad',
  'packs.own': 'Propio: {name}',
  'packs.in_use': 'En uso',
  'packs.less_accurate': 'Menos preciso',
  'packs.missing': 'No instalado',
  'packs.damaged': 'Dañado',
  'packs.about': '{models} · {size} · {licence} · {count} números por cara',
  'packs.measured': 'Medido con: {measured}',
  'packs.use': 'Usar',
  'packs.use_named': 'Usar {name}',
  'packs.remove': 'Quitar {name}',
  'packs.add': 'Añadir uno propio…',
  'packs.add_title': 'Elige la descripción del modelo',
  'packs.add_text':
    'Un modelo de caras en ONNX para imágenes de 112 píxeles, descrito en un archivo pequeño. Se prueba antes de guardarlo.',
  'packs.trying': 'Probando el modelo con personas dibujadas y con tus propias imágenes',
  'packs.switching': 'Cargando',
  'packs.failed': 'No se pudo leer qué modelos hay',
  'packs.added': 'Se añadió {name}. Todavía no está en uso.',
  'packs.compatibility': 'Modelos de compatibilidad: menos precisos',
  'packs.compatibility_text':
    'Las caras se reconocen, pero no tan bien como con los modelos habituales. Al cambiar no se olvida a nadie.',
  'packs.install_default': 'Instalar los modelos habituales',
  'error.pack_refused': 'Este modelo no sirve, y sigue el que estaba en uso: {reason}',
} as const satisfies Translated<typeof english>
