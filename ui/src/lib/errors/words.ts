// What the owner is told when something is refused: one table from the program's code to severity and words.
import { isApiError } from '$lib/contract'
import type { ErrorCode, TroubleView } from '$lib/contract'
import { t } from '$lib/i18n'
import type { Key } from '$lib/i18n'

const words: Record<ErrorCode, Key> = {
  bad_request: 'error.bad_request',
  not_found: 'error.not_found',
  name_taken: 'error.name_taken',
  name_empty: 'error.name_empty',
  no_face: 'error.no_face',
  no_longer_possible: 'error.no_longer_possible',
  models_missing: 'error.models_missing',
  install_failed: 'error.install_failed',
  pack_refused: 'error.pack_refused',
  camera_failed: 'error.camera_failed',
  disk_full: 'error.disk_full',
  album_unreadable: 'error.album_unreadable',
  album_too_large: 'error.album_too_large',
  backup_foreign: 'error.backup_foreign',
  backup_damaged: 'error.backup_damaged',
  backup_newer: 'error.backup_newer',
  backup_folder: 'error.backup_folder',
  stopped: 'error.stopped',
  in_use: 'error.in_use',
  internal: 'error.internal',
}

const troubles: Record<TroubleView, Key> = {
  unreachable: 'trouble.unreachable',
  refused: 'trouble.refused',
  not_found: 'trouble.not_found',
  unreadable: 'trouble.unreadable',
  silent: 'trouble.silent',
  lacks_ffmpeg: 'trouble.lacks_ffmpeg',
  bad_address: 'trouble.bad_address',
  busy: 'trouble.busy',
}

const remedies: Record<TroubleView, Key> = {
  unreachable: 'remedy.unreachable',
  refused: 'remedy.refused',
  not_found: 'remedy.not_found',
  unreadable: 'remedy.unreadable',
  silent: 'remedy.silent',
  lacks_ffmpeg: 'remedy.lacks_ffmpeg',
  bad_address: 'remedy.bad_address',
  busy: 'remedy.busy',
}

/** What happened to a camera. */
export function troubleWords(trouble: TroubleView): string {
  return t(troubles[trouble] as 'trouble.silent')
}

/** What to do about it. */
export function remedyWords(trouble: TroubleView): string {
  return t(remedies[trouble] as 'remedy.silent')
}

/** A refusal in words; a camera's trouble says more than its code. */
export function errorWords(thrown: unknown): string {
  if (!isApiError(thrown)) return t('error.internal')
  if (thrown.trouble) return `${troubleWords(thrown.trouble)}. ${remedyWords(thrown.trouble)}`
  // What is wrong with a model only whoever wrote its description can mend: the program's own words say it.
  if (thrown.code === 'pack_refused') return t('error.pack_refused', { reason: thrown.message })
  return t(words[thrown.code] as 'error.internal')
}
