// Serves the built page with the window's content policy and opens it in Chromium. Owns both and takes both down. A
// page that breaks the policy or logs an error fails its test.
import { createRequire } from 'node:module'
import { createServer } from 'node:http'
import type { Server } from 'node:http'
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { extname, join, normalize } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { AxeResults } from 'axe-core'
import { chromium } from 'playwright-core'
import type { Browser, Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, expect } from 'vitest'
// The tests reach the fake through the window, under the name it gives itself.
import type {} from '../../src/lib/backend/fake/index'
import type { LanguageView, ThemeView } from '../../src/lib/contract'

const root = fileURLToPath(new URL('../../', import.meta.url))
const built = join(root, 'node_modules/.porchlight-fake')
export const artefacts = join(root, '../test-artefacts/ui')
const axeSource = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')
const chromiumPath = process.env['CHROMIUM'] ?? '/usr/bin/chromium'

/** As the window has it; pictures of the fake are data: addresses instead of the program's own protocol. */
const policy =
  "default-src 'self'; img-src 'self' data: blob:; style-src 'self'; script-src 'self'; object-src 'none'; base-uri 'none'"

const types: Record<string, string> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript',
  '.css': 'text/css',
  '.woff2': 'font/woff2',
}

export type Size = { width: number; height: number }
export const sizes = {
  usual: { width: 1280, height: 800 },
  small: { width: 1024, height: 640 },
  middle: { width: 1440, height: 900 },
  large: { width: 1920, height: 1080 },
} satisfies Record<string, Size>

export interface Open {
  scenario?: string
  hash?: string
  theme?: 'dark' | 'light' | 'contrast'
  language?: LanguageView
  /** The language of the system. */
  locale?: string
  /** Pixels of the screen for one of the page. */
  scale?: number
  forcedColors?: boolean
  size?: Size
  reducedMotion?: boolean
  contrast?: boolean
  /** Cameras at this many pictures a second in place of the street. */
  film?: number
  /** The time it stays, in place of the machine's. */
  now?: Date
}

interface Stage {
  open(how?: Open): Promise<Page>
  /** Everything a page complained about since it was opened. */
  complaints: string[]
  /** The version of Chromium, its first number. */
  chromium: string
  end(): Promise<void>
}

/** A stage for the tests of one file. After each of them its pages are closed, and a page that complained fails it. */
export function useStage(): Pick<Stage, 'open' | 'chromium'> {
  let set: Stage
  let pages: Page[] = []
  beforeAll(async () => {
    set = await stage()
  })
  afterEach(async () => {
    await Promise.all(pages.map((page) => page.context().close()))
    pages = []
    expect(set.complaints.splice(0), 'the page complained').toEqual([])
  })
  afterAll(() => set.end())
  return {
    get chromium() {
      return set.chromium
    },
    async open(how) {
      const page = await set.open(how)
      pages.push(page)
      return page
    },
  }
}

async function stage(): Promise<Stage> {
  if (!existsSync(chromiumPath))
    throw new Error(`these tests need Chromium at ${chromiumPath} (apt-get install chromium)`)
  const server = await serve()
  const address = server.address()
  const port = typeof address === 'object' && address ? address.port : 0
  const browser: Browser = await chromium.launch({
    executablePath: chromiumPath,
    args: [
      '--headless',
      '--no-sandbox',
      '--disable-gpu',
      '--disable-quic',
      '--no-first-run',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
      // Letters as they are drawn everywhere, whatever the machine prefers.
      '--font-render-hinting=none',
      '--disable-lcd-text',
      '--force-color-profile=srgb',
    ],
  })
  const complaints: string[] = []
  return {
    complaints,
    chromium: browser.version().split('.')[0] ?? '',
    async open({
      scenario = 'quiet',
      hash = '',
      theme = 'dark',
      language = 'system',
      locale = 'en-GB',
      scale = 1,
      forcedColors = false,
      size = sizes.usual,
      reducedMotion = true,
      contrast = false,
      film = 0,
      now,
    } = {}) {
      const context = await browser.newContext({
        viewport: size,
        locale,
        ...(now && { timezoneId: 'Europe/London' }),
        deviceScaleFactor: scale,
        forcedColors: forcedColors ? 'active' : 'none',
        reducedMotion: reducedMotion ? 'reduce' : 'no-preference',
        contrast: contrast ? 'more' : 'no-preference',
      })
      const page = await context.newPage()
      if (now) await page.clock.setFixedTime(now)
      page.on('pageerror', (error) => complaints.push(error.message))
      page.on('console', (message) => {
        if (message.type() === 'error' || message.type() === 'warning') complaints.push(message.text())
      })
      await page.goto(`http://127.0.0.1:${port}/?scenario=${scenario}&film=${film}#/${hash}`)
      await page.waitForSelector('[data-testid="nav-live"]')
      if (theme !== 'dark') await setTheme(page, theme)
      if (language !== 'system') await setLanguage(page, language)
      return page
    },
    async end() {
      await browser.close()
      await new Promise((done) => server.close(done))
    },
  }
}

export async function setLanguage(page: Page, language: Exclude<LanguageView, 'system'>): Promise<void> {
  await page.evaluate(async (language) => {
    const fake = window.porchlightFake
    if (fake) await fake.call('save_settings', { ...fake.house.settings, language })
  }, language)
  await page.waitForFunction((language) => document.documentElement.lang === language, language)
}

export async function setTheme(page: Page, theme: Exclude<ThemeView, 'system'>): Promise<void> {
  await page.evaluate(async (theme) => {
    const fake = window.porchlightFake
    if (fake) await fake.call('save_settings', { ...fake.house.settings, theme })
  }, theme)
  await page.waitForFunction((theme) => document.documentElement.dataset['theme'] === theme, theme)
}

/** What axe finds, in words that say where; `isEnhanced` asks for the contrast of WCAG AAA as well. */
export async function findingsOn(page: Page, isEnhanced = false): Promise<string[]> {
  await page.evaluate(axeSource)
  const results = await page.evaluate(async (isEnhanced) => {
    const { axe } = window as unknown as { axe: { run(options: unknown): Promise<AxeResults> } }
    const rules = { 'color-contrast-enhanced': { enabled: isEnhanced } }
    return await axe.run({ resultTypes: ['violations'], rules })
  }, isEnhanced)
  return results.violations.flatMap(({ id, help, nodes }) =>
    nodes.map((node) => `${id}: ${help}: ${node.target.join(' ')} ${node.any[0]?.message ?? ''}`),
  )
}

/** Every view, and how it is known that it is there. */
export const views = [
  'live',
  'visitors',
  'people',
  'person',
  'timeline',
  'alerts',
  'cameras',
  'health',
  'settings',
] as const
export type View = (typeof views)[number]
const shown: Record<View, string> = {
  live: '[data-testid="camera-tile"]',
  visitors: '[data-testid="visitor-card"]',
  people: '[data-testid="person-card"]',
  person: '[data-testid="person-page"]',
  timeline: '[data-testid="timeline-row"]',
  alerts: '[data-testid="alert-row"]',
  cameras: '[data-testid="camera-row"]',
  health: '[data-testid="health-camera"]',
  settings: '[data-testid="settings-language"]',
}

export async function goTo(page: Page, view: View): Promise<void> {
  await page.evaluate((view) => {
    const somebody = window.porchlightFake?.house.people[0]?.id
    location.hash = view === 'person' ? `#/people/${somebody}` : `#/${view}`
  }, view)
  await page.waitForSelector(shown[view])
}

/** Buttons, links and headings whose words do not fit, and whatever reaches beyond the window. */
export async function misfitsOn(page: Page): Promise<string[]> {
  return await page.evaluate(() => {
    const found: string[] = []
    const visible = (element: Element): boolean => {
      const box = element.getBoundingClientRect()
      return box.width > 1 && box.height > 1 && getComputedStyle(element).clipPath === 'none'
    }
    const scrolls = (element: Element | null): boolean =>
      element !== null &&
      ((getComputedStyle(element).overflowX === 'auto' && !element.matches('.middle')) ||
        scrolls(element.parentElement))
    if (document.documentElement.scrollWidth > innerWidth) found.push('the window scrolls sideways')
    for (const scroller of document.querySelectorAll(
      '.middle, .panel, [role="dialog"] .body, [role="group"][tabindex="0"]',
    )) {
      if (scroller.scrollWidth > scroller.clientWidth + 1) found.push(`${scroller.className} scrolls sideways`)
    }
    for (const icon of document.querySelectorAll('a svg, button svg')) {
      const wanted = Number(icon.getAttribute('width'))
      const { width } = icon.getBoundingClientRect()
      if (width > 0 && wanted <= 24 && width < Math.min(wanted, 14) - 1) {
        found.push(`an icon is squeezed: "${icon.parentElement?.textContent?.trim().slice(0, 60)}"`)
      }
    }
    // The words of a list box that are ours; a name that was chosen may be cut, and beside a panel dots have to do.
    const lists = document.querySelector('aside.panel') ? [] : document.querySelectorAll('select')
    for (const list of lists) {
      const words = list.value === '' ? (list.selectedOptions[0]?.textContent ?? '') : ''
      const { font, paddingLeft, paddingRight } = getComputedStyle(list)
      const brush = document.createElement('canvas').getContext('2d')
      if (!brush || !words) continue
      brush.font = font
      const room = list.clientWidth - Number.parseFloat(paddingLeft) - Number.parseFloat(paddingRight)
      if (brush.measureText(words).width > room + 1) found.push(`a list box cuts "${words}"`)
    }
    for (const element of document.querySelectorAll('button, a, h1, h2, h3, label, select')) {
      if (!visible(element)) continue
      const box = element.getBoundingClientRect()
      // A name may be of any length: cut with dots, it is whole for who rests on it.
      const mayBeCut = element.matches('.cut[title]')
      const isCut =
        !mayBeCut && element.scrollWidth > element.clientWidth + 1 && getComputedStyle(element).overflow !== 'visible'
      // What scrolls in its own strip may lie outside.
      const isOut = !scrolls(element) && (box.right > innerWidth + 1 || box.left < -1)
      // A word wider than what holds it sticks out of it.
      const range = document.createRange()
      range.selectNodeContents(element)
      const sticksOut =
        element.matches('button, a, label') &&
        !element.querySelector('.cut') &&
        range.getBoundingClientRect().right > box.right + 1
      if (isCut || isOut || sticksOut) found.push(`${element.tagName} "${element.textContent?.trim().slice(0, 60)}"`)
    }
    return found
  })
}

/** Keeps a picture of the page for whoever looks after the test. */
export async function picture(page: Page, name: string): Promise<void> {
  mkdirSync(artefacts, { recursive: true })
  await page.screenshot({ path: join(artefacts, `${name}.png`), animations: 'disabled' })
}

/**
 * What is shown is right by night and by day, and in a small window too: axe finds nothing, everything fits, and whoever looks
 * afterwards has a picture of each. `anchor` is what has to be on the pictures.
 */
export async function looksRight(page: Page, name: string, anchor?: string): Promise<void> {
  const before = page.viewportSize() ?? sizes.usual
  for (const [theme, size] of [
    ['dark', before],
    ['light', before],
    ['light', sizes.small],
    ['dark', sizes.small],
  ] as const) {
    const what = `${name}-${theme}${size === before ? '' : '-small'}`
    await page.setViewportSize(size)
    await setTheme(page, theme)
    expect(await findingsOn(page), what).toEqual([])
    expect(await misfitsOn(page), what).toEqual([])
    if (anchor) await page.locator(`[data-testid="${anchor}"]`).scrollIntoViewIfNeeded()
    await picture(page, what)
  }
  await page.setViewportSize(before)
}

/** Keeps what was measured, for the same. */
export function note(name: string, measured: object): void {
  mkdirSync(artefacts, { recursive: true })
  const tidy = (_: string, value: unknown): unknown => (typeof value === 'number' ? Number(value.toFixed(2)) : value)
  writeFileSync(join(artefacts, `${name}.json`), `${JSON.stringify(measured, tidy, 1)}\n`)
}

function serve(): Promise<Server> {
  const server = createServer((request, response) => {
    const path = normalize(decodeURIComponent(new URL(request.url ?? '/', 'http://local').pathname))
    if (path === '/favicon.ico') {
      response.writeHead(204).end()
      return
    }
    const file = join(built, path === '/' ? 'index.html' : path)
    if (!file.startsWith(built) || !existsSync(file)) {
      response.writeHead(404).end()
      return
    }
    response.writeHead(200, {
      'content-type': types[extname(file)] ?? 'application/octet-stream',
      'content-security-policy': policy,
    })
    response.end(readFileSync(file))
  })
  return new Promise((done) => server.listen(0, '127.0.0.1', () => done(server)))
}
