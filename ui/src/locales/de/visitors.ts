// German: visitors in numbers: choosing several, and what is done to them at once.
import type { Translated } from '..'
import type { visitors as english } from '../en/visitors'

export const visitors = {
  'visitors.choose': 'Besucher {number} auswählen',
  'visitors.chosen': { one: '{count} ausgewählt', other: '{count} ausgewählt' },
  'visitors.chosen_bar': 'Was mit den Ausgewählten geschieht',
  'visitors.choose_none': 'Niemanden auswählen',
  'visitors.too_many': { one: 'Höchstens {count} auf einmal', other: 'Höchstens {count} auf einmal' },
  'visitors.name_many': 'Wer ist das?',
  'visitors.merge': 'Dieselbe Person',
  'visitors.part': 'Gesichter herausnehmen…',
  'visitors.named_many': { one: '{count} Besucher heißt {name}', other: '{count} Besucher heißen {name}' },
  'visitors.blacklisted_many': { one: '{count} Besucher ist unerwünscht', other: '{count} Besucher sind unerwünscht' },
  'visitors.ignored_many': { one: '{count} Besucher wird ignoriert', other: '{count} Besucher werden ignoriert' },
  'visitors.merged_many': { one: '{count} Besucher ist {name}', other: '{count} Besucher sind {name}' },
  'visitors.parted_many': {
    one: 'Gesichter aus {count} Besucher genommen',
    other: 'Gesichter aus {count} Besuchern genommen',
  },
  'visitors.together_title': 'Ist das alles dieselbe Person?',
  'visitors.together_title_name': 'Ist das alles {name}?',
  'visitors.together_go': { one: '{count} zusammenführen', other: 'Diese {count} zusammenführen' },
  'visitors.together_go_name': { one: '{count} {name} nennen', other: 'Diese {count} {name} nennen' },
  'visitors.odd_text': {
    one: '{count} Gesicht sieht anders aus und bleibt weg. Wähle, wer gemeint ist.',
    other: '{count} Gesichter sehen anders aus und bleiben weg. Wähle, wer gemeint ist.',
  },
  'visitors.looks_different': 'Sieht anders aus',
  'visitors.part_title': 'Welche Gesichter gehören jemand anderem?',
  'visitors.part_text': 'Was anders aussieht als der Rest, ist ausgewählt. Daraus werden eigene Besucher.',
  'visitors.part_none': 'Alle Gesichter sehen gleich aus. Wähle, was jemand anderem gehört.',
  'visitors.part_go': { one: 'Aus {count} Besucher herausnehmen', other: 'Aus {count} Besuchern herausnehmen' },
  'journal.name_many': { one: '{count} Besucher {name} nennen', other: '{count} Besucher {name} nennen' },
  'journal.blacklist_many': {
    one: '{count} Besucher unerwünscht machen',
    other: '{count} Besucher unerwünscht machen',
  },
  'journal.ignore_many': { one: '{count} Besucher ignorieren', other: '{count} Besucher ignorieren' },
  'journal.merge_many': { one: '{count} Besucher zusammenführen', other: '{count} Besucher zusammenführen' },
  'journal.split_many': { one: '{count} Besucher trennen', other: '{count} Besucher trennen' },
  'journal.set_note': 'die Notiz zu {name}',
  'journal.did_name_many': { one: '{count} Besucher heißt jetzt {to}', other: '{count} Besucher heißen jetzt {to}' },
  'journal.did_blacklist_many': {
    one: '{count} Besucher ist jetzt unerwünscht',
    other: '{count} Besucher sind jetzt unerwünscht',
  },
  'journal.did_ignore_many': {
    one: '{count} Besucher wird jetzt ignoriert',
    other: '{count} Besucher werden jetzt ignoriert',
  },
  'journal.did_merge_many': {
    one: '{count} Besucher wurde mit {to} zusammengeführt',
    other: '{count} Besucher wurden mit {to} zusammengeführt',
  },
  'journal.did_split_many': { one: '{count} Besucher wurde getrennt', other: '{count} Besucher wurden getrennt' },
  'journal.did_set_note': 'Die Notiz zu {to} wurde geändert',
  'shortcuts.choose': 'Auswählen oder nicht',
  'shortcuts.reach': 'Bis zum nächsten auswählen',
  'shortcuts.all': 'Alle auswählen',
  'shortcuts.all_rows': 'Alle gelisteten auswählen',
  'shortcuts.part': 'Gesichter aus den Ausgewählten nehmen',

  'error.album_unreadable': 'Das ist kein Ordner und keine lesbare ZIP-Datei.',
  'error.album_too_large': 'Da ist zu viel drin. Wähle einen Teil davon.',
} as const satisfies Translated<typeof english>
