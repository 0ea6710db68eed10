// Indonesian: backups that are made every week.
import type { Translated } from '..'
import type { weekly as english } from '../en/weekly'

export const weekly = {
  'weekly.title': 'Cadangkan setiap minggu',
  'weekly.text':
    'Dengan sendirinya, ke folder pilihan Anda: sebaiknya di disk lain. Sementara itu kamera tetap berjalan.',
  'weekly.where': 'Tempat cadangan mingguan',
  'weekly.folder': 'Folder',
  'weekly.other_folder': 'Pilih yang lain…',
  'weekly.keep': 'Berapa yang disimpan',
  'weekly.keep_text':
    'Yang terlama dihapus setelah yang baru lengkap. Berkas lain di folder itu tidak pernah disentuh.',
  'weekly.backups': { other: '{count} cadangan' },
  'weekly.passwords': 'Kata sandi kamera dalam cadangan mingguan',
  'weekly.at_work': 'Cadangan sedang dibuat',
  'weekly.soon': 'Yang pertama segera dibuat',
  'weekly.newest': 'Yang terakhir lengkap dan sudah dibaca ulang: {name}, {size}, {at}.',
  'weekly.next': 'Berikutnya: {at}.',
  'weekly.again': 'Percobaan berikutnya: {at}.',
  'weekly.failed': 'Cadangan mingguan tidak dapat dibuat',
  'weekly.no_folder': 'Foldernya tidak ada. Sambungkan disknya, atau pilih folder lain.',
  'weekly.refused': 'Folder itu tidak boleh ditulisi. Izinkan, atau pilih folder lain.',
  'weekly.disk_full': 'Disknya penuh. Kosongkan sebagian, simpan lebih sedikit cadangan, atau pilih folder lain.',
  'weekly.trouble': 'Ada yang salah, dan catatan menjelaskannya. Cadangan sebelumnya masih ada.',
  'weekly.mend': 'Buka pengaturan',
  'weekly.put_away': 'Singkirkan pesan ini',
  'error.backup_folder':
    'Cadangan tidak dapat ditulis ke folder ini. Pilih folder yang ada, yang boleh Anda tulisi, dan yang bukan milik Porchlight.',
} as const satisfies Translated<typeof english>
