// A verdict in plain words: what was decided and on what, or why there is no name and what to do about it. Pure.
import type { CountedFaceView, NoNameView, VerdictView, WhyView } from '$lib/contract'
import { listed, percent, t } from '$lib/i18n'

export interface Explanation {
  /** What it comes down to. */
  reason: string
  /** What to do; empty where there is nothing to do. */
  advice: string
}

/** Below these a measure is called weak; trust falls quickly there. */
const weakBelow = { sharpness: 0.5, frontality: 0.6, exposure: 0.5, trust: 0.5 }
const smallBelowPx = 40

export function noNameWords(reason: NoNameView): Explanation {
  switch (reason) {
    case 'no_usable_face':
      return { reason: t('why.no_usable_face'), advice: t('why.no_usable_face_do') }
    case 'too_small':
      return { reason: t('why.too_small'), advice: t('why.too_small_do') }
    case 'blurred':
      return { reason: t('why.blurred'), advice: t('why.blurred_do') }
    case 'turned':
      return { reason: t('why.turned'), advice: t('why.turned_do') }
    case 'bad_light':
      return { reason: t('why.bad_light'), advice: t('why.bad_light_do') }
    case 'too_alike':
      return { reason: t('why.too_alike'), advice: t('why.too_alike_do') }
    case 'below_threshold':
      return { reason: t('why.below_threshold'), advice: t('why.below_threshold_do') }
    case 'stranger':
      return { reason: t('why.stranger'), advice: t('why.stranger_do') }
  }
}

/** A verdict in one word. */
export function verdictName(verdict: VerdictView): string {
  switch (verdict) {
    case 'known':
      return t('verdict.known')
    case 'blacklisted':
      return t('verdict.blacklisted')
    case 'visitor':
      return t('verdict.visitor')
    case 'ignored':
      return t('verdict.ignored')
    case 'unclear':
      return t('verdict.unclear')
  }
}

export function verdictWords({ sighting, margin }: Pick<WhyView, 'sighting' | 'margin'>): Explanation {
  if (sighting.name === null || sighting.similarity === null || sighting.threshold === null) {
    // A name without a likeness is the owner's own word.
    if (sighting.name !== null) return { reason: t('why.by_owner', { name: sighting.name }), advice: '' }
    if (sighting.no_name !== null) return noNameWords(sighting.no_name)
    return { reason: t('why.not_yet'), advice: '' }
  }
  const values = {
    name: sighting.name,
    similarity: percent(sighting.similarity),
    threshold: percent(sighting.threshold),
  }
  const lead = leadOf(sighting)
  const isAhead = lead !== undefined && lead >= margin
  return {
    reason: isAhead ? t('why.named_ahead', { ...values, lead: percent(lead) }) : t('why.named', values),
    advice: '',
  }
}

/** How far the best answer is ahead of the next; absent where there is no next. */
export function leadOf({ candidates }: Pick<WhyView['sighting'], 'candidates'>): number | undefined {
  const [best, next] = [...candidates].sort((a, b) => b.similarity - a.similarity)
  return best && next ? best.similarity - next.similarity : undefined
}

/** What was weak about a face: "small, turned away"; "good" where nothing was. */
export function weaknessWords(face: CountedFaceView): string {
  const weak = [
    face.side_px < smallBelowPx && t('why.weak_small'),
    face.sharpness < weakBelow.sharpness && t('why.weak_blurred'),
    face.frontality < weakBelow.frontality && t('why.weak_turned'),
    face.exposure < weakBelow.exposure && t('why.weak_light'),
  ].filter((word) => word !== false)
  if (weak.length > 0) return listed(weak)
  return face.trust < weakBelow.trust ? t('why.weak_fair') : t('why.weak_none')
}
