// Spanish: people: their order, their year, notes, the proof of an erasure.
import type { Translated } from '..'
import type { people as english } from '../en/people'

export const people = {
  'people.order': 'Orden',
  'people.by_name': 'Por nombre',
  'people.by_last_seen': 'Últimos vistos primero',
  'people.by_most_seen': 'Más vistos primero',
  'people.by_fewest_faces': 'Menos caras primero',
  'people.note_kept': 'Nota sobre {name} guardada',
  'person.year': 'Cuándo estuvo aquí',
  'person.year_label': 'Días en que {name} estuvo aquí; cada uno lleva al historial',
  'person.year_seen': { one: '{date}: visto una vez', other: '{date}: visto {count} veces' },
  'person.year_not_seen': '{date}: no visto',
  'person.year_days': { one: 'Visto en {count} día', other: 'Visto en {count} días' },
  'person.year_less': 'Menos',
  'person.year_more': 'Más',
  'person.year_failed': 'No se pudieron leer los días',
  'person.cameras': 'Cámaras',
  'person.note': 'Nota',
  'person.note_label': 'Nota sobre {name}',
  'person.note_placeholder': 'Solo para ti: quién es, cuándo viene, qué conviene saber',
  'erased.title': 'Borrado: {name}',
  'erased.faces': 'Caras',
  'erased.pictures': 'Imágenes',
  'erased.embeddings': 'Descripciones de una cara en números',
  'erased.sightings': 'Apariciones',
  'erased.alerts': 'Alertas',
  'erased.acts': 'Entradas de lo que se hizo',
  'erased.gone': {
    one: 'Después se buscó en {count} archivo. No se encontró nada.',
    other: 'Después se buscó en {count} archivos. No se encontró nada.',
  },
  'erased.left':
    'Algo sigue en los archivos porque otro programa los tiene abiertos. Desaparece la próxima vez que se inicie Porchlight.',
} as const satisfies Translated<typeof english>
