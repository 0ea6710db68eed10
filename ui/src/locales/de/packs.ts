// German: packs of models, and which one recognises.
import type { Translated } from '..'
import type { packs as english } from '../en/packs'

export const packs = {
  'packs.title': 'Was Gesichter erkennt',
  'packs.default': 'Standardmodelle',
  'packs.classic': 'Ersatzmodelle',
  'packs.own': 'Eigenes: {name}',
  'packs.in_use': 'Im Einsatz',
  'packs.less_accurate': 'Weniger genau',
  'packs.missing': 'Nicht installiert',
  'packs.damaged': 'Beschädigt',
  'packs.about': '{models} · {size} · {licence} · {count} Zahlen je Gesicht',
  'packs.measured': 'Gemessen an: {measured}',
  'packs.use': 'Verwenden',
  'packs.use_named': '{name} verwenden',
  'packs.remove': '{name} entfernen',
  'packs.add': 'Eigenes hinzufügen …',
  'packs.add_title': 'Beschreibung des Modells wählen',
  'packs.add_text':
    'Ein Gesichtsmodell in ONNX für Bilder von 112 Pixeln, beschrieben in einer kleinen Datei. Es wird erst geprüft und dann behalten.',
  'packs.trying': 'Das Modell wird an gezeichneten Menschen und an deinen eigenen Bildern geprüft',
  'packs.switching': 'Wird geladen',
  'packs.failed': 'Welche Modelle es gibt, konnte nicht gelesen werden',
  'packs.added': '{name} ist hinzugefügt. Es ist noch nicht im Einsatz.',
  'packs.compatibility': 'Ersatzmodelle: weniger genau',
  'packs.compatibility_text':
    'Gesichter werden erkannt, aber nicht so gut wie mit den Standardmodellen. Beim Wechsel wird niemand vergessen.',
  'packs.install_default': 'Standardmodelle installieren',
  'error.pack_refused': 'Dieses Modell ist nicht zu gebrauchen, und das bisherige bleibt: {reason}',
} as const satisfies Translated<typeof english>
