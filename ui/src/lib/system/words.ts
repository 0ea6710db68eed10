// What is missing of the models, and how long it takes, in words. Pure.
import type { ModelsView } from '$lib/contract'
import { megabytes, t } from '$lib/i18n'

export function modelsWords(models: ModelsView): string {
  if (models.state === 'ready') return t('settings.models_ready')
  if (models.state === 'preparing') return t('models.preparing')
  const size = models.files.reduce((sum, file) => sum + file.size, 0)
  const files = models.files.length
  return [
    models.lacks_runtime ? `${t('models.missing_runtime')}.` : '',
    files > 0 ? t('models.missing_files', { count: files, size: megabytes(size) }) : '',
  ]
    .filter(Boolean)
    .join(' ')
}

export function timeLeftWords(seconds: number): string {
  return seconds < 90
    ? t('models.seconds_left', { count: seconds })
    : t('models.minutes_left', { count: Math.round(seconds / 60) })
}
