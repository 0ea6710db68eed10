// What is written beside a face. Owns the words of a label, the same for the picture, the list for screen readers and
// the panel.
import type { FaceOnFrame, SightingView, VerdictView } from '$lib/contract'
import { percent, t } from '$lib/i18n'

type Somebody = Pick<FaceOnFrame, 'verdict' | 'name' | 'visitor_number'>

/** Who it is: the name, "Visitor 12" or "Unclear". */
export function whoIs(face: Somebody): string {
  if (face.name) return face.name
  if (face.visitor_number !== null) return t('visitor.number', { number: face.visitor_number })
  return face.verdict === 'visitor' ? t('verdict.visitor') : t('verdict.unclear')
}

export interface LabelWords {
  name: string
  /** Smaller, beside the name: how alike, or the invitation to name. */
  beside: string
  verdict: VerdictView
}

export function labelOf(face: FaceOnFrame): LabelWords {
  const beside =
    face.verdict === 'visitor'
      ? t('live.invite')
      : face.similarity !== null && face.verdict !== 'unclear'
        ? percent(face.similarity)
        : ''
  return { name: whoIs(face), beside, verdict: face.verdict }
}

/** The sighting's person, visitor or nobody in particular. */
export function whoWas(sighting: SightingView): string {
  return whoIs(sighting)
}
