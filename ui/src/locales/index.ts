// Every word of the window in every language. A file of `en/` says what there is to say; each other language has a file of
// the same name that says the same. What is missing, too much or of another shape does not compile, and a test lists it.
import { de } from './de'
import { en } from './en'
import { es } from './es'
import { id } from './id'

/** The shape that every language fills. */
export type Catalogue = typeof en

/** Plural forms, as many as the language has: English two, Indonesian one. */
export interface PluralForms {
  one?: string
  many?: string
  other: string
}

/** A text, or one text a plural form; `{name}` is filled in. */
export type Message = string | PluralForms

/** What a translation of one file has to say. */
export type Translated<English> = { [K in keyof English]: English[K] extends string ? string : PluralForms }

/** All words of all languages. */
export const catalogues: Record<'en' | 'de' | 'es' | 'id', Translated<Catalogue>> = { en, de, es, id }

/** Each language in its own words, for whoever cannot read the one that is shown. Never translated. */
export const ownNames: Record<keyof typeof catalogues, string> = {
  en: 'English',
  de: 'Deutsch',
  es: 'Español',
  id: 'Bahasa Indonesia',
}
