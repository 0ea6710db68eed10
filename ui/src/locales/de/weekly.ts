// German: backups that are made every week.
import type { Translated } from '..'
import type { weekly as english } from '../en/weekly'

export const weekly = {
  'weekly.title': 'Jede Woche sichern',
  'weekly.text':
    'Von selbst, in einen Ordner deiner Wahl: am besten auf einem anderen Laufwerk. Die Kameras laufen weiter.',
  'weekly.where': 'Wohin die wöchentlichen Sicherungen kommen',
  'weekly.folder': 'Ordner',
  'weekly.other_folder': 'Anderen wählen …',
  'weekly.keep': 'Wie viele bleiben',
  'weekly.keep_text':
    'Die älteste geht, sobald eine neue vollständig ist. Andere Dateien im Ordner werden nie angerührt.',
  'weekly.backups': { one: '{count} Sicherung', other: '{count} Sicherungen' },
  'weekly.passwords': 'Passwörter der Kameras in wöchentlichen Sicherungen',
  'weekly.at_work': 'Eine Sicherung wird gemacht',
  'weekly.soon': 'Die erste wird gleich gemacht',
  'weekly.newest': 'Die letzte ist vollständig und wurde nachgelesen: {name}, {size}, {at}.',
  'weekly.next': 'Die nächste: {at}.',
  'weekly.again': 'Nächster Versuch: {at}.',
  'weekly.failed': 'Die wöchentliche Sicherung ist nicht gelungen',
  'weekly.no_folder': 'Den Ordner gibt es gerade nicht. Schließ sein Laufwerk an oder wähle einen anderen Ordner.',
  'weekly.refused': 'In den Ordner darf nichts geschrieben werden. Erlaube es oder wähle einen anderen Ordner.',
  'weekly.disk_full':
    'Das Laufwerk ist voll. Schaff dort Platz, behalte weniger Sicherungen oder wähle einen anderen Ordner.',
  'weekly.trouble': 'Etwas ging schief, das Protokoll sagt, was. Die früheren Sicherungen sind noch da.',
  'weekly.mend': 'Einstellungen öffnen',
  'weekly.put_away': 'Diese Meldung weglegen',
  'error.backup_folder':
    'In diesen Ordner kann keine Sicherung geschrieben werden. Wähle einen, den es gibt, in den du schreiben darfst und der nicht Porchlights eigener ist.',
} as const satisfies Translated<typeof english>
