// Numbers, lists and sizes as the language in use writes them. Each format is made once a language: making one is slow.
import { language } from './language.svelte'

/** Something of `Intl` that follows the language: `const clock = perLanguage((locale) => new Intl…)`, then `clock().format()`. */
export function perLanguage<T>(make: (locale: string) => T): () => T {
  const made = new Map<string, T>()
  return () => {
    const { locale } = language
    const one = made.get(locale) ?? make(locale)
    made.set(locale, one)
    return one
  }
}

/** A way to write dates. */
export function dates(how: Intl.DateTimeFormatOptions): () => Intl.DateTimeFormat {
  return perLanguage((locale) => new Intl.DateTimeFormat(locale, how))
}

const wholeNumbers = perLanguage((locale) => new Intl.NumberFormat(locale))

/** "1,200". */
export function number(count: number): string {
  return wholeNumbers().format(count)
}

const lists = perLanguage((locale) => new Intl.ListFormat(locale, { type: 'conjunction' }))

/** "Front door, Garden and Garage". */
export function listed(items: string[]): string {
  return lists().format(items)
}

const percents = perLanguage((locale) => new Intl.NumberFormat(locale, { style: 'percent', maximumFractionDigits: 0 }))

/** A similarity as the owner reads it; below zero is no likeness at all. */
export function percent(similarity: number): string {
  return percents().format(Math.max(0, similarity))
}

const bytes = perLanguage(
  (locale) => new Intl.NumberFormat(locale, { style: 'unit', unit: 'megabyte', maximumFractionDigits: 1 }),
)

/** A size in megabytes. */
export function megabytes(count: number): string {
  return bytes().format(count / 1_000_000)
}
