// Indonesian: people: their order, their year, notes, the proof of an erasure.
import type { Translated } from '..'
import type { people as english } from '../en/people'

export const people = {
  'people.order': 'Urutan',
  'people.by_name': 'Menurut nama',
  'people.by_last_seen': 'Terakhir terlihat dahulu',
  'people.by_most_seen': 'Paling sering terlihat dahulu',
  'people.by_fewest_faces': 'Wajah paling sedikit dahulu',
  'people.note_kept': 'Catatan tentang {name} disimpan',
  'person.year': 'Kapan ada di sini',
  'person.year_label': 'Hari-hari {name} ada di sini; masing-masing menuju linimasa',
  'person.year_seen': { other: '{date}: terlihat {count} kali' },
  'person.year_not_seen': '{date}: tidak terlihat',
  'person.year_days': { other: 'Terlihat pada {count} hari' },
  'person.year_less': 'Sedikit',
  'person.year_more': 'Banyak',
  'person.year_failed': 'Hari-harinya tidak dapat dibaca',
  'person.cameras': 'Kamera',
  'person.note': 'Catatan',
  'person.note_label': 'Catatan tentang {name}',
  'person.note_placeholder': 'Hanya untuk Anda: siapa orangnya, kapan datang, apa yang perlu diketahui',
  'erased.title': 'Dihapus: {name}',
  'erased.faces': 'Wajah',
  'erased.pictures': 'Gambar',
  'erased.embeddings': 'Gambaran wajah dalam angka',
  'erased.sightings': 'Kemunculan',
  'erased.alerts': 'Peringatan',
  'erased.acts': 'Catatan tindakan',
  'erased.gone': { other: 'Sesudahnya {count} berkas diperiksa. Tidak ada sisa yang ditemukan.' },
  'erased.left':
    'Masih ada sisa di dalam berkas karena sedang dibuka program lain. Sisa itu hilang saat Porchlight dimulai lagi.',
} as const satisfies Translated<typeof english>
