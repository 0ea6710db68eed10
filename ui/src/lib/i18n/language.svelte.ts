// The language in use. Owns which one it is; whoever reads it through `t` or a format is drawn again when it changes, so
// the owner's choice shows at once. Must not know the words.
import type { LanguageView } from '$lib/contract'

export const codes = ['en', 'de', 'es', 'id'] as const
export type LanguageCode = (typeof codes)[number]

/** How dates and numbers are written. British for English: 24 hours, the day before the month, "2 min ago" without a dot. */
const locales: Record<LanguageCode, string> = { en: 'en-GB', de: 'de-DE', es: 'es-ES', id: 'id-ID' }

/** The first of the system's languages that there are words for; English where there is none. */
export function languageFor(setting: LanguageView, ofSystem: readonly string[]): LanguageCode {
  if (setting !== 'system') return setting
  const wanted = ofSystem.map((tag) => tag.toLowerCase().split('-')[0])
  // "in" is what old systems call Indonesian.
  const known = wanted.map((code) => (code === 'in' ? 'id' : code)).find((code) => codes.some((one) => one === code))
  return (known as LanguageCode | undefined) ?? 'en'
}

/** The language that is shown where the owner leaves it to the system. */
export function languageOfSystem(): LanguageCode {
  return languageFor('system', globalThis.navigator?.languages ?? [])
}

class Language {
  code = $state<LanguageCode>(languageOfSystem())

  /** The tag that `Intl` takes. */
  get locale(): string {
    return locales[this.code]
  }
}

export const language = new Language()

/** Shows the language of `setting()`, also to screen readers, and keeps following the system. */
export function followLanguage(setting: () => LanguageView): { apply: () => void; stop: () => void } {
  const apply = (): void => {
    language.code = languageFor(setting(), navigator.languages)
    document.documentElement.lang = language.code
  }
  addEventListener('languagechange', apply)
  return { apply, stop: () => removeEventListener('languagechange', apply) }
}
