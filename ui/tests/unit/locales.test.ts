// The words of every language: all there, none too many, none forgotten in English, each put together without a fault;
// and no word anywhere else. Each failure lists what is to be done, as `language/file: key`.
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { basename, join, relative } from 'node:path'
import { parse } from 'svelte/compiler'
import { afterEach, describe, expect, test } from 'vitest'
import { codes, fill, language, t } from '../../src/lib/i18n'
import { languageFor } from '../../src/lib/i18n/language.svelte'
import { ago, exact, moment } from '../../src/lib/time/words'
import { dayWords } from '../../src/lib/timeline/words'
import { catalogues, ownNames } from '../../src/locales'
import type { Message } from '../../src/locales'

const src = join(import.meta.dirname, '../../src')
const modules = import.meta.glob<Record<string, Record<string, Message>>>('../../src/locales/*/*.ts', { eager: true })
const translations = codes.filter((code) => code !== 'en')

/** The words of one file; nothing where there is no such file. */
function wordsOf(code: string, file: string): Record<string, Message> {
  return Object.values(modules[`../../src/locales/${code}/${file}.ts`] ?? {})[0] ?? {}
}
const files = Object.keys(modules)
  .filter((path) => path.includes('/en/'))
  .map((path) => basename(path, '.ts'))

/** What is wrong in any file of any translation. */
function faults(look: (english: Message, message: Message, code: string) => boolean): string[] {
  return translations.flatMap((code) =>
    files.flatMap((file) => {
      const words = wordsOf(code, file)
      return Object.entries(wordsOf('en', file))
        .filter(([key, english]) => key in words && look(english, words[key] as Message, code))
        .map(([key]) => `${code}/${file}: ${key}`)
    }),
  )
}
const texts = (message: Message): string[] => (typeof message === 'string' ? [message] : Object.values(message))
const placeholders = (message: Message): string[] => [
  ...new Set(texts(message).flatMap((text) => [...text.matchAll(/\{(\w+)\}/g)].map(([, name]) => name as string))),
]

afterEach(() => (language.code = 'en'))

describe('every language', () => {
  test('says everything that English says', () => {
    expect(files.length).toBeGreaterThan(3)
    const missing = translations.flatMap((code) =>
      files.flatMap((file) => {
        const words = wordsOf(code, file)
        return Object.keys(wordsOf('en', file))
          .filter((key) => !(key in words))
          .map((key) => `${code}/${file}: ${key}`)
      }),
    )
    expect(missing, 'to be translated').toEqual([])
  })

  test('says nothing that English no longer says', () => {
    const left = Object.entries(modules).flatMap(([path, module]) => {
      const [, code = '', file = ''] = /locales\/(\w+)\/(\w+)\.ts$/.exec(path) ?? []
      const english = wordsOf('en', file)
      return Object.keys(Object.values(module)[0] ?? {})
        .filter((key) => !(key in english))
        .map((key) => `${code}/${file}: ${key}`)
    })
    expect(left, 'to be removed').toEqual([])
  })

  test('is in the catalogue with all of its files', () => {
    const all = files.flatMap((file) => Object.keys(wordsOf('en', file))).sort()
    for (const code of codes) expect(Object.keys(catalogues[code]).sort(), code).toEqual(all)
  })

  test('puts in the same names and numbers', () => {
    const others = faults((english, message) => {
      const wanted = placeholders(english).filter((name) => name !== 'count' || typeof english === 'string')
      const given = placeholders(message).filter((name) => name !== 'count' || typeof english === 'string')
      return wanted.sort().join() !== given.sort().join()
    })
    expect(others).toEqual([])
  })

  test('has the plural forms that it counts with, and says how many there are', () => {
    const wrong = faults((english, message, code) => {
      if (typeof message === 'string') return typeof english !== 'string'
      const rules = new Intl.PluralRules(code)
      // Up to what is counted in a home: Spanish has a third form from a million on.
      const needed = new Set(Array.from({ length: 1001 }, (_, count) => rules.select(count)))
      const forms = Object.keys(message)
      const counts = typeof english !== 'string' && english.other.includes('{count}')
      return [...needed].some((form) => !forms.includes(form)) || (counts && !message.other.includes('{count}'))
    })
    expect(wrong).toEqual([])
  })

  test('has forgotten nothing in English', () => {
    const same = faults((english, message) =>
      texts(message).some(
        (text) => texts(english).includes(text) && (text.replace(/\{\w+\}/g, '').match(/\p{L}{2,}/gu) ?? []).length > 3,
      ),
    )
    expect(same).toEqual([])
  })

  test('is put together without a fault, whatever is put in', () => {
    for (const code of codes) {
      language.code = code
      for (const [key, message] of Object.entries<Message>(catalogues[code])) {
        const values = Object.fromEntries(placeholders(message).map((name) => [name, '<b>{x}</b> ’$&']))
        for (const count of [0, 1, 2, 1_000_000]) {
          const words = fill(message, { ...values, ...(typeof message === 'string' ? {} : { count }) })
          expect(words, `${code}: ${key}`).not.toMatch(/\{count\}|, plural|undefined/)
        }
      }
    }
  })

  test('writes quotation marks, apostrophes and dots as print does', () => {
    const typed = codes.flatMap((code) =>
      Object.entries<Message>(catalogues[code])
        .filter(([, message]) => texts(message).some((text) => /["'`]|\.\.\./.test(text)))
        .map(([key]) => `${code}: ${key}`),
    )
    expect(typed).toEqual([])
  })
})

describe('the language in use', () => {
  test.each([
    ['system', ['de-AT', 'en'], 'de'],
    ['system', ['fr-FR', 'es-419', 'en'], 'es'],
    ['system', ['in'], 'id'],
    ['system', ['fr', 'nl'], 'en'],
    ['system', [], 'en'],
    ['id', ['de'], 'id'],
  ] as const)('for %s on a system that speaks %j is %s', (setting, ofSystem, code) => {
    expect(languageFor(setting, ofSystem)).toBe(code)
  })

  test('has a name of its own in each language', () => {
    expect(Object.keys(ownNames)).toEqual([...codes])
  })

  test.each([
    ['en', '1 face', '1,200 faces', '2 min ago', '10 Feb', 'Tuesday 10 February'],
    ['de', '1 Gesicht', '1.200 Gesichter', 'vor 2 Min.', '10. Feb.', 'Dienstag, 10. Februar'],
    ['es', '1 cara', '1200 caras', 'hace 2 min', '10 feb', 'martes, 10 de febrero'],
    ['id', '1 wajah', '1.200 wajah', '2 mnt lalu', '10 Feb', 'Selasa, 10 Februari'],
  ] as const)('%s counts and dates as its readers do', (code, one, many, minutes, date, day) => {
    const now = new Date(2026, 2, 12, 14, 2).getTime()
    language.code = code
    expect(t('count.faces', { count: 1 })).toBe(one)
    expect(t('count.faces', { count: 1200 })).toBe(many)
    expect(ago(now - 120_000, now)).toBe(minutes)
    expect(moment(now - 30 * 86_400_000, now)).toBe(date)
    expect(dayWords('2026-02-10', now)).toBe(day)
    expect(exact(now)).toMatch(/14[.:]02[.:]00/)
  })
})

interface Node {
  type: string
  [part: string]: unknown
}

/** Every text that somebody would read or hear in a component and that is not asked of the catalogue. */
function saidIn(component: string): string[] {
  const said: string[] = []
  const read = ['aria-label', 'aria-description', 'aria-valuetext', 'title', 'placeholder', 'alt', 'label', 'text']
  const isWord = (text: unknown): text is string => typeof text === 'string' && /\p{L}{2}/u.test(text)

  /** Text of an expression: what it may come out as, not what it looks at. */
  function outcomes(node: Node | null | undefined): void {
    if (!node) return
    if (node.type === 'Literal' && isWord(node['value'])) said.push(node['value'])
    if (node.type === 'TemplateLiteral') {
      for (const part of node['quasis'] as { value: { raw: string } }[]) {
        if (isWord(part.value.raw)) said.push(part.value.raw)
      }
      for (const part of node['expressions'] as Node[]) outcomes(part)
    }
    if (node.type === 'ConditionalExpression') {
      outcomes(node['consequent'] as Node)
      outcomes(node['alternate'] as Node)
    }
    if (node.type === 'LogicalExpression' || node.type === 'BinaryExpression') {
      const isSum = node.type === 'LogicalExpression' || node['operator'] === '+'
      if (isSum) [node['left'], node['right']].forEach((side) => outcomes(side as Node))
    }
  }

  function walk(node: unknown, isRead: boolean): void {
    if (Array.isArray(node)) return node.forEach((one) => walk(one, isRead))
    if (typeof node !== 'object' || node === null) return
    const { type } = node as Node
    if (type === 'StyleDirective' || type === 'ClassDirective') return
    if (type === 'Attribute') {
      const attribute = node as Node
      const isShown = read.includes(String(attribute['name']))
      if (isShown) walk(attribute['value'], true)
      return
    }
    if (type === 'RegularElement' && ['style', 'script'].includes(String((node as Node)['name']))) return
    if (type === 'Text' && isRead && isWord((node as Node)['data'])) said.push(String((node as Node)['data']).trim())
    if (type === 'ExpressionTag' && isRead) return outcomes((node as Node)['expression'] as Node)
    for (const [part, inner] of Object.entries(node)) if (part !== 'expression') walk(inner, isRead)
  }
  walk(parse(component, { modern: true }).fragment, true)

  // In the script: what is handed to somebody, and what is laid out to be shown.
  const [, script = ''] = /<script[^>]*>([\s\S]*?)<\/script>/.exec(component) ?? []
  return [...said, ...sentences(script)]
}

/** Text in quotation marks that begins like a sentence and has more than one word. */
function sentences(code: string): string[] {
  const bare = code.replace(/\/\*[\s\S]*?\*\/|^\s*\/\/.*$|\s\/\/ .*$/gm, '')
  return [...bare.matchAll(/(['"`])(\p{Lu}[^'"`\n]*? [^'"`\n]*)\1/gu)].map(([, , text]) => text as string)
}

describe('words', () => {
  const sources = readdirSync(src, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .map((path) => ({ path: relative(src, path), text: readFileSync(path, 'utf8') }))

  // Every component is parsed: seconds on a machine that does something else as well.
  test('are in no component', { timeout: 60_000 }, () => {
    const components = sources.filter(({ path }) => path.endsWith('.svelte'))
    expect(components.length).toBeGreaterThan(50)
    expect(components.flatMap(({ path, text }) => saidIn(text).map((said) => `${path}: ${said}`))).toEqual([])
  })

  test('are in no other file of the page', () => {
    const own = sources.filter(
      ({ path }) => path.endsWith('.ts') && !/^(locales|lib\/contract|lib\/backend\/fake)\//.test(path),
    )
    // What a programmer is told is not the owner's: it never reaches the window.
    const quiet = (text: string): string => text.replace(/(throw )?new \w*Error\([^)]*\)/g, '')
    expect(own.flatMap(({ path, text }) => sentences(quiet(text)).map((said) => `${path}: ${said}`))).toEqual([])
  })

  test.each([
    ['<p>Hello there</p>', ['Hello there']],
    ['<Button title="Hello" onclick={() => go("x")}>{t("x")}</Button>', ['Hello']],
    ['<p>{isOn ? "On" : t("off")} and <b>{`off ${x}`}</b></p>', ['On', 'and', 'off ']],
    ['<i aria-label={a && "Close"}></i>{a === "dark" ? 1 : 2}{x ?? "none"}', ['Close', 'none']],
    ['{#if a}{#each b as c (c)}<li>Word</li>{/each}{/if}', ['Word']],
    ["<script>const a = 'Two words'\n// 'Not This one'\n</script><p class=\"Some thing\">{a}</p>", ['Two words']],
    ['<p class="x y" data-testid="abc">{t("x.y", { name: "abc" })} · {b}</p>', []],
  ])('are found in %s', (component, said) => {
    expect(saidIn(component)).toEqual(said)
  })

  test('of English are in a file that every language has', () => {
    const lacking = files.flatMap((file) =>
      translations
        .filter((code) => !existsSync(join(src, `locales/${code}/${file}.ts`)))
        .map((code) => `${code}/${file}`),
    )
    expect(lacking).toEqual([])
  })
})
