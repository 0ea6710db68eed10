// German: people: their order, their year, notes, the proof of an erasure.
import type { Translated } from '..'
import type { people as english } from '../en/people'

export const people = {
  'people.order': 'Reihenfolge',
  'people.by_name': 'Nach Namen',
  'people.by_last_seen': 'Zuletzt gesehen zuerst',
  'people.by_most_seen': 'Am häufigsten gesehen zuerst',
  'people.by_fewest_faces': 'Wenigste Gesichter zuerst',
  'people.note_kept': 'Notiz zu {name} behalten',
  'person.year': 'Wann sie hier war',
  'person.year_label': 'Tage, an denen {name} hier war; jeder führt zum Verlauf',
  'person.year_seen': { one: '{date}: einmal gesehen', other: '{date}: {count}-mal gesehen' },
  'person.year_not_seen': '{date}: nicht gesehen',
  'person.year_days': { one: 'An {count} Tag gesehen', other: 'An {count} Tagen gesehen' },
  'person.year_less': 'Weniger',
  'person.year_more': 'Mehr',
  'person.year_failed': 'Die Tage ließen sich nicht lesen',
  'person.cameras': 'Kameras',
  'person.note': 'Notiz',
  'person.note_label': 'Notiz zu {name}',
  'person.note_placeholder': 'Nur für dich: wer das ist, wann sie kommt, was du wissen willst',
  'erased.title': 'Gelöscht: {name}',
  'erased.faces': 'Gesichter',
  'erased.pictures': 'Bilder',
  'erased.embeddings': 'Beschreibungen eines Gesichts in Zahlen',
  'erased.sightings': 'Sichtungen',
  'erased.alerts': 'Alarme',
  'erased.acts': 'Einträge über das, was getan wurde',
  'erased.gone': {
    one: 'Danach wurde {count} Datei durchsucht. Nichts davon wurde gefunden.',
    other: 'Danach wurden {count} Dateien durchsucht. Nichts davon wurde gefunden.',
  },
  'erased.left':
    'Etwas steckt noch in den Dateien, weil ein anderes Programm sie offen hat. Beim nächsten Start von Porchlight verschwindet es.',
} as const satisfies Translated<typeof english>
