// The rules of the folder, checked over its text: who may import whom, no raw colour, no stale words. What the
// words themselves have to be is in `locales.test.ts`.
import { readdirSync, readFileSync } from 'node:fs'
import { join, relative } from 'node:path'
import { describe, expect, test } from 'vitest'
import { en } from '../../src/locales/en'

const src = join(import.meta.dirname, '../../src')
const files = readdirSync(src, { recursive: true, withFileTypes: true })
  .filter((entry) => entry.isFile() && /\.(svelte|ts|css)$/.test(entry.name))
  .map((entry) => join(entry.parentPath, entry.name))
  .map((path) => ({ path: relative(src, path), text: readFileSync(path, 'utf8') }))
const components = files.filter(({ path }) => path.endsWith('.svelte'))

function domainOf(path: string): string | undefined {
  return /^components\/([^/]+)\//.exec(path)?.[1]
}

describe('the borders between the folders', () => {
  test('views may use domains, domains shared, never back', () => {
    const trespasses = components.flatMap(({ path, text }) => {
      const domain = domainOf(path)
      if (!domain || domain === 'views') return []
      return [...text.matchAll(/from '\$components\/([^/']+)\//g)]
        .map(([, used]) => used)
        .filter((used) => used !== domain && used !== 'shared')
        .map((used) => `${path} uses ${used}`)
    })
    expect(trespasses).toEqual([])
  })

  test('only one file knows Tauri', () => {
    const knowing = files.filter(({ text }) => text.includes('@tauri-apps')).map(({ path }) => path)
    expect(knowing).toEqual(['lib/backend/tauri.ts'])
  })

  test('lib knows nothing of components', () => {
    const knowing = files.filter(({ path, text }) => path.startsWith('lib/') && /components/.test(importsOf(text)))
    expect(knowing.map(({ path }) => path)).toEqual([])
  })

  test('nothing outside the fake knows the fake', () => {
    const knowing = files.filter(({ path, text }) => !path.includes('backend/fake/') && /fake/.test(importsOf(text)))
    expect(knowing.map(({ path }) => path)).toEqual([])
  })
})

describe('the design', () => {
  const withoutTokens = files.filter(({ path }) => path !== 'design/tokens.css' && !path.includes('backend/fake/'))

  test('no colour is written outside the tokens', () => {
    const raw = withoutTokens.flatMap(({ path, text }) =>
      [...text.matchAll(/(?<![&\w'])#[0-9a-f]{3,8}\b|\brgba?\(|\bhsla?\(|\boklch\(/gi)].map(([it]) => `${path}: ${it}`),
    )
    expect(raw).toEqual([])
  })

  test('every role a component names is defined', () => {
    const tokens = readFileSync(join(src, 'design/tokens.css'), 'utf8')
    const unknown = withoutTokens.flatMap(({ path, text }) =>
      [...text.matchAll(/var\(--([\w-]+)/g)]
        .map(([, role]) => role as string)
        .filter((role) => !tokens.includes(`--${role}:`) && !text.includes(`--${role}:`))
        .map((role) => `${path}: --${role}`),
    )
    expect(unknown).toEqual([])
  })

  test('every theme fills the roles that the day theme changes', () => {
    const tokens = readFileSync(join(src, 'design/tokens.css'), 'utf8')
    const rolesOf = (block: string): string[] => [...block.matchAll(/--([\w-]+):/g)].map(([, role]) => role as string)
    const blocks = tokens.split(/\}\s*/)
    const night = rolesOf(blocks.find((block) => block.includes('color-scheme: dark')) ?? '')
    for (const theme of ['light', 'contrast']) {
      const roles = rolesOf(blocks.find((block) => block.includes(`'${theme}'`)) ?? '')
      expect(roles.length, theme).toBeGreaterThan(20)
      expect(
        roles.filter((role) => !night.includes(role)),
        theme,
      ).toEqual([])
    }
  })
})

describe('the words', () => {
  test('every word of the catalogue is used', () => {
    const text = files
      .filter(({ path }) => !path.startsWith('locales/'))
      .map(({ text }) => text)
      .join('\n')
    expect(Object.keys(en).filter((key) => !text.includes(`'${key}'`))).toEqual([])
  })
})

function importsOf(text: string): string {
  return [...text.matchAll(/^\s*import .*$/gm)].map(([line]) => line).join('\n')
}
