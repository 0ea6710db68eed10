// Words from the catalogue, with names and numbers put in. Owns the language in use; the words themselves are in
// `locales/`. A missing key or a missing value does not compile.
import { en } from '../../locales/en'
import type { Catalogue } from '../../locales/en'

export type Key = keyof Catalogue

type Placeholders<S> = S extends `${string}{${infer Name}}${infer Rest}` ? Name | Placeholders<Rest> : never
type Values<M> = M extends string ? Placeholders<M> : 'count' | Placeholders<M[keyof M]>
type Arguments<K extends Key> =
  Values<Catalogue[K]> extends never ? [] : [values: Record<Values<Catalogue[K]>, string | number>]

export const language = 'en'

/** How dates and numbers are written: with 24 hours, and "2 min ago" without a dot. */
export const formats = 'en-GB'

const plurals = new Intl.PluralRules(language)
const wholeNumbers = new Intl.NumberFormat(formats)

/** The words for a key, in the plural form that `count` asks for. */
export function t<K extends Key>(key: K, ...[values]: Arguments<K>): string {
  return fill(en[key] as Message, values)
}

type Message = string | { one?: string; other: string }

/** Puts values into a message; apart from `t` so that tests reach it with messages of their own. */
export function fill(message: Message, values: Record<string, string | number> | undefined): string {
  const text = typeof message === 'string' ? message : formFor(message, Number(values?.['count'] ?? 0))
  return text.replace(/\{(\w+)\}/g, (whole, name: string) => {
    const value = values?.[name]
    return value === undefined ? whole : typeof value === 'number' ? wholeNumbers.format(value) : value
  })
}

function formFor(message: Exclude<Message, string>, count: number): string {
  return (plurals.select(count) === 'one' ? message.one : undefined) ?? message.other
}

const lists = new Intl.ListFormat(formats, { type: 'conjunction' })

/** "Front door, Garden and Garage". */
export function listed(items: string[]): string {
  return lists.format(items)
}

const percents = new Intl.NumberFormat(formats, { style: 'percent', maximumFractionDigits: 0 })

/** A similarity as the owner reads it; below zero is no likeness at all. */
export function percent(similarity: number): string {
  return percents.format(Math.max(0, similarity))
}

const bytes = new Intl.NumberFormat(formats, { style: 'unit', unit: 'megabyte', maximumFractionDigits: 1 })

/** A size in megabytes. */
export function megabytes(count: number): string {
  return bytes.format(count / 1_000_000)
}
