// Spanish: backups that are made every week.
import type { Translated } from '..'
import type { weekly as english } from '../en/weekly'

export const weekly = {
  'weekly.title': 'Copia de seguridad cada semana',
  'weekly.text': 'Por sí sola, en una carpeta que eliges: mejor en otro disco. Mientras tanto, las cámaras siguen.',
  'weekly.where': 'Dónde van las copias semanales',
  'weekly.folder': 'Carpeta',
  'weekly.other_folder': 'Elegir otra…',
  'weekly.keep': 'Cuántas se conservan',
  'weekly.keep_text':
    'La más antigua se va cuando la nueva está completa. Los demás archivos de la carpeta nunca se tocan.',
  'weekly.backups': { one: '{count} copia', other: '{count} copias' },
  'weekly.passwords': 'Contraseñas de las cámaras en las copias semanales',
  'weekly.at_work': 'Se está haciendo una copia de seguridad',
  'weekly.soon': 'La primera se hace dentro de un momento',
  'weekly.newest': 'La última está completa y se volvió a leer: {name}, {size}, {at}.',
  'weekly.next': 'La próxima: {at}.',
  'weekly.again': 'Próximo intento: {at}.',
  'weekly.failed': 'No se pudo hacer la copia semanal',
  'weekly.no_folder': 'La carpeta no está. Conecta su disco o elige otra carpeta.',
  'weekly.refused': 'No se puede escribir en la carpeta. Permítelo o elige otra carpeta.',
  'weekly.disk_full': 'El disco está lleno. Haz sitio, conserva menos copias o elige otra carpeta.',
  'weekly.trouble': 'Algo salió mal y el registro dice qué. Las copias anteriores siguen ahí.',
  'weekly.mend': 'Abrir los ajustes',
  'weekly.put_away': 'Apartar este mensaje',
  'error.backup_folder':
    'No se puede escribir ninguna copia en esta carpeta. Elige una que exista, en la que puedas escribir y que no sea la de Porchlight.',
} as const satisfies Translated<typeof english>
