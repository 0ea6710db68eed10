// Words from the catalogue of the language in use, with names and numbers put in. The words are in `locales/`, the choice of
// the language in `language.svelte.ts`, plural forms are chosen by FormatJS. A missing key or value does not compile.
import { IntlMessageFormat } from 'intl-messageformat'
import { catalogues } from '../../locales'
import type { Catalogue, Message } from '../../locales'
import { number, perLanguage } from './formats'
import { language } from './language.svelte'

export { ownNames } from '../../locales'
export { dates, listed, megabytes, percent, perLanguage } from './formats'
export { codes, followLanguage, language, languageOfSystem } from './language.svelte'
export type { LanguageCode } from './language.svelte'

export type Key = keyof Catalogue

/** Keys of texts into which nothing is put. */
export type PlainKey = { [K in Key]: Arguments<K> extends [] ? K : never }[Key]

type Placeholders<S> = S extends `${string}{${infer Name}}${infer Rest}` ? Name | Placeholders<Rest> : never
type Values<M> = M extends string ? Placeholders<M> : 'count' | Placeholders<M[keyof M]>
type Arguments<K extends Key> =
  Values<Catalogue[K]> extends never ? [] : [values: Record<Values<Catalogue[K]>, string | number>]

/** The words for a key, in the plural form that `count` asks for. */
export function t<K extends Key>(key: K, ...[values]: Arguments<K>): string {
  return fill(catalogues[language.code][key], values)
}

/** The same in English, for whoever cannot read the language in use. */
export function inEnglish<K extends Key>(key: K, ...[values]: Arguments<K>): string {
  return fill(catalogues.en[key], values)
}

const parsed = perLanguage(() => new Map<Message, IntlMessageFormat>())

/** Puts values into a message; apart from `t` so that tests reach it with messages of their own. */
export function fill(message: Message, values: Record<string, string | number> = {}): string {
  if (typeof message === 'string' && !message.includes('{')) return message
  const given: Record<string, string | number> = {}
  for (const [, name = ''] of written(message).matchAll(/\{(\w+)\}/g)) given[name] = values[name] ?? `{${name}}`
  for (const [name, value] of Object.entries(values)) given[name] = typeof value === 'number' ? number(value) : value
  if (typeof message !== 'string') given['count'] = Number(values['count'] ?? 0)
  return format(message).format(given) as string
}

function format(message: Message): IntlMessageFormat {
  const known = parsed().get(message)
  if (known) return known
  // A name may look like a tag; nothing here ever is one.
  const made = new IntlMessageFormat(written(message), language.locale, undefined, { ignoreTag: true })
  parsed().set(message, made)
  return made
}

/** Plural forms as one text of ICU, in which `#` is the number as the language writes it. */
function written(message: Message): string {
  if (typeof message === 'string') return message
  const forms = Object.entries(message).map(([form, text]) => `${form} {${text.replaceAll('{count}', '#')}}`)
  return `{count, plural, ${forms.join(' ')}}`
}
