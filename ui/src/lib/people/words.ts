// What became of a picture, in words. Pure.
import type { PersonKindView, PictureVerdict } from '$lib/contract'
import { t } from '$lib/i18n'

export function outcomeWords(verdict: PictureVerdict): string {
  switch (verdict.verdict) {
    case 'added':
      return t('outcome.added')
    case 'duplicate':
      return t('outcome.duplicate')
    case 'no_face':
      return t('outcome.no_face')
    case 'several_faces':
      return t('outcome.several_faces', { count: verdict.count })
    case 'unreadable':
      return t('outcome.unreadable', { reason: verdict.reason })
  }
}

/** The three kinds, to choose from. */
export function kindOptions(): { value: PersonKindView; label: string; title: string }[] {
  return [
    { value: 'known', label: t('verdict.known'), title: t('person.kind_known') },
    { value: 'blacklisted', label: t('verdict.blacklisted'), title: t('person.kind_blacklisted') },
    { value: 'ignored', label: t('verdict.ignored'), title: t('person.kind_ignored') },
  ]
}

/** What a kind means, in one line. */
export function kindMeaning(kind: PersonKindView): string {
  return kindOptions().find((option) => option.value === kind)?.title ?? ''
}
