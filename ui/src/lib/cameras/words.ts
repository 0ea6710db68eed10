// Kinds of cameras in words. Pure.
import { t } from '$lib/i18n'

export function cameraKindWords(kind: string): string {
  switch (kind) {
    case 'webcam':
      return t('cameras.kind_webcam')
    case 'file':
      return t('cameras.kind_file')
    case 'folder':
      return t('cameras.kind_folder')
    case 'demo':
      return t('cameras.kind_demo')
    default:
      return t('cameras.kind_stream')
  }
}
