// What other thresholds would have changed, in one sentence. Pure.
import type { ThresholdPreview } from '$lib/contract'
import { listed, t } from '$lib/i18n'

const namedAtMost = 3

/** "3 more visits named, 1 alert fewer; Anna +2". */
export function previewWords(preview: ThresholdPreview): string {
  if (preview.sightings === 0) return t('preview.nobody')
  const named = preview.named_then - preview.named_now
  const alerts = preview.alerts_then - preview.alerts_now
  const counts = [
    named > 0 && t('preview.more_named', { count: named }),
    named < 0 && t('preview.fewer_named', { count: -named }),
    alerts > 0 && t('preview.more_alerts', { count: alerts }),
    alerts < 0 && t('preview.fewer_alerts', { count: -alerts }),
  ].filter((words) => words !== false)
  const people = [
    ...preview.gained.map(({ name, sightings }) => `${name} +${sightings}`),
    ...preview.lost.map(({ name, sightings }) => `${name} −${sightings}`),
  ]
  if (counts.length === 0 && people.length === 0) return t('preview.nothing', { count: preview.sightings })
  const shown = people.slice(0, namedAtMost)
  const rest = people.length - shown.length
  const names = rest > 0 ? [...shown, t('preview.others', { count: rest })] : shown
  return [counts.length > 0 ? listed(counts) : t('preview.same_counts'), names.join(', ')].filter(Boolean).join('; ')
}
