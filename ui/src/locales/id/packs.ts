// Indonesian: packs of models, and which one recognises.
import type { Translated } from '..'
import type { packs as english } from '../en/packs'

export const packs = {
  'packs.title': 'Yang mengenali wajah',
  'packs.default': 'Model bawaan',
  'packs.classic': 'Model kompatibilitas',
  'packs.own': 'Milik sendiri: {name}',
  'packs.in_use': 'Dipakai',
  'packs.less_accurate': 'Kurang akurat',
  'packs.missing': 'Belum dipasang',
  'packs.damaged': 'Rusak',
  'packs.about': '{models} · {size} · {licence} · {count} angka per wajah',
  'packs.measured': 'Diukur dengan: {measured}',
  'packs.use': 'Pakai',
  'packs.use_named': 'Pakai {name}',
  'packs.remove': 'Hapus {name}',
  'packs.add': 'Tambah milik sendiri…',
  'packs.add_title': 'Pilih deskripsi model',
  'packs.add_text':
    'Model wajah dalam ONNX untuk gambar 112 piksel, dijelaskan dalam berkas kecil. Model dicoba dulu sebelum disimpan.',
  'packs.trying': 'Mencoba model pada orang gambar dan pada gambarmu sendiri',
  'packs.switching': 'Memuat',
  'packs.failed': 'Model yang ada tidak bisa dibaca',
  'packs.added': '{name} ditambahkan. Belum dipakai.',
  'packs.compatibility': 'Model kompatibilitas: kurang akurat',
  'packs.compatibility_text':
    'Wajah dikenali, tetapi tidak sebaik dengan model bawaan. Tidak ada yang terlupa saat berganti.',
  'packs.install_default': 'Pasang model bawaan',
  'error.pack_refused': 'Model ini tidak bisa dipakai, dan yang lama tetap dipakai: {reason}',
} as const satisfies Translated<typeof english>
