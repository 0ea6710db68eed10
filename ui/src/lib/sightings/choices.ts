// What a list box offers that narrows a list: everything first, then each. Owns the words for somebody chosen who is gone.
import type { VerdictView } from '$lib/contract'
import { t } from '$lib/i18n'
import { verdictName } from './verdict'

export interface Choice<T extends string = string> {
  value: T | ''
  label: string
}

/** Somebody or something by name; what was chosen and is gone is said to be. */
export function namedChoices(all: string, list: { id: number; name: string }[], chosen: number | undefined): Choice[] {
  const isGone = chosen !== undefined && !list.some(({ id }) => id === chosen)
  return [
    { value: '', label: all },
    ...list.map(({ id, name }) => ({ value: String(id), label: name })),
    ...(isGone ? [{ value: String(chosen), label: t('timeline.no_longer') }] : []),
  ]
}

export function verdictChoices(all: string, verdicts: VerdictView[]): Choice<VerdictView>[] {
  return [{ value: '', label: all }, ...verdicts.map((verdict) => ({ value: verdict, label: verdictName(verdict) }))]
}

export function numberOf(value: string): number | undefined {
  return value ? Number(value) : undefined
}
