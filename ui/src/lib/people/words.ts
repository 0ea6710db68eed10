// What became of a picture, in words. Pure.
import type { PersonKindView, PictureVerdict } from '$lib/contract'
import { t } from '$lib/i18n'
import { most } from './taking.svelte'
import type { Shot } from './taking.svelte'

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
    case 'heic':
      return t('outcome.heic')
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

/** How to hold the head for the next picture, after so many good ones. */
export function guideWords(good: number): string {
  const steps = [
    t('teach.look_straight'),
    t('teach.turn_left'),
    t('teach.turn_right'),
    t('teach.chin_up'),
    t('teach.as_usual'),
  ]
  return steps[good] ?? (good < most ? t('teach.enough') : t('teach.most'))
}

/** What came of a picture that was taken. */
export function shotWords({ result, trouble }: Shot): string {
  switch (result) {
    case 'looking':
      return t('teach.looking')
    case 'good':
      return t('teach.good')
    case 'no_face':
      return t('teach.no_face')
    case 'several_faces':
      return t('teach.several_faces')
    case 'too_small':
      return t('teach.too_small')
    case 'bad_light':
      return t('teach.bad_light')
    case 'blurred':
      return t('teach.blurred')
    case 'refused':
      return trouble ?? t('teach.not_taken')
  }
}
