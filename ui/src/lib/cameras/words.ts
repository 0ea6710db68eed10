// Cameras and what is set for them in words. Pure.
import { minuteWords } from '$lib/alerts/words'
import type { AreaKindView, CameraSettingsView, SizeAdviceView } from '$lib/contract'
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

/** "Mask 2". */
export function areaWords(kind: AreaKindView, number: number): string {
  switch (kind) {
    case 'zone':
      return t('zones.zone', { number })
    case 'mask':
      return t('zones.mask', { number })
    case 'privacy_mask':
      return t('zones.privacy', { number })
  }
}

/** What would make faces larger, in one sentence. */
export function adviceWords(advice: SizeAdviceView): string {
  switch (advice) {
    case 'too_few_visits':
      return t('size_hint.too_few')
    case 'fine':
      return t('size_hint.fine')
    case 'main_stream':
      return t('size_hint.main_stream')
    case 'nearer':
      return t('size_hint.nearer')
    case 'lower_or_turned':
      return t('size_hint.lower_or_turned')
  }
}

/** The same for a row of the list, where something should be changed; empty where not. */
export function shortAdvice(advice: SizeAdviceView | undefined): string {
  if (advice === 'main_stream' || advice === 'nearer') return t('cameras.faces_small')
  return advice === 'lower_or_turned' ? t('cameras.faces_turned') : ''
}

/** Detection scales that can be chosen; 0 is automatic. */
export const scales = [0, 640, 960, 1280, 1920]

export function scaleWords(side: number): string {
  return side === 0 ? t('camera_faces.automatic') : t('camera_faces.pixels', { count: side })
}

/** What was set for a camera, the few words that fit its row; empty for one that is as it came. */
export function settingsWords(settings: CameraSettingsView): string[] {
  const zones = settings.areas.filter((area) => area.kind === 'zone').length
  const masks = settings.areas.length - zones
  const days = settings.hours.flatMap((day) =>
    day ? [`${minuteWords(day.from_minute)}–${minuteWords(day.until_minute)}`] : [],
  )
  const isEveryDay = days.length === 7 && new Set(days).size === 1
  return [
    ...(zones > 0 ? [t('cameras.zones', { count: zones })] : []),
    ...(masks > 0 ? [t('cameras.masks', { count: masks })] : []),
    ...(settings.has_hours ? [isEveryDay ? (days[0] ?? '') : t('cameras.by_weekday')] : []),
    ...(settings.rotation === 0 ? [] : [t('camera_edit.degrees', { degrees: settings.rotation })]),
  ]
}
