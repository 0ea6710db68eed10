// Serves the built page with the window's content policy and opens it in Chromium. Owns both and takes both down. A
// page that breaks the policy or logs an error fails its test.
import { createRequire } from 'node:module'
import { createServer } from 'node:http'
import type { Server } from 'node:http'
import { existsSync, mkdirSync, readFileSync } from 'node:fs'
import { extname, join, normalize } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { AxeResults } from 'axe-core'
import { chromium } from 'playwright-core'
import type { Browser, Page } from 'playwright-core'
// The tests reach the fake through the window, under the name it gives itself.
import type {} from '../../src/lib/backend/fake/index'
import type { LanguageView, ThemeView } from '../../src/lib/contract'

const root = fileURLToPath(new URL('../../', import.meta.url))
const built = join(root, 'node_modules/.porchlight-fake')
const artefacts = join(root, '../test-artefacts/ui')
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
export const sizes = { usual: { width: 1280, height: 800 }, small: { width: 1024, height: 640 } } satisfies Record<
  string,
  Size
>

export interface Open {
  scenario?: string
  hash?: string
  theme?: 'dark' | 'light' | 'contrast'
  language?: LanguageView
  /** Pixels of the screen for one of the page. */
  scale?: number
  forcedColors?: boolean
  size?: Size
  reducedMotion?: boolean
  contrast?: boolean
}

export interface Stage {
  open(how?: Open): Promise<Page>
  /** Everything a page complained about since it was opened. */
  complaints: string[]
  end(): Promise<void>
}

export async function stage(): Promise<Stage> {
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
    ],
  })
  const complaints: string[] = []
  return {
    complaints,
    async open({
      scenario = 'quiet',
      hash = '',
      theme = 'dark',
      language = 'system',
      scale = 1,
      forcedColors = false,
      size = sizes.usual,
      reducedMotion = true,
      contrast = false,
    } = {}) {
      const context = await browser.newContext({
        viewport: size,
        deviceScaleFactor: scale,
        forcedColors: forcedColors ? 'active' : 'none',
        reducedMotion: reducedMotion ? 'reduce' : 'no-preference',
        contrast: contrast ? 'more' : 'no-preference',
      })
      const page = await context.newPage()
      page.on('pageerror', (error) => complaints.push(error.message))
      page.on('console', (message) => {
        if (message.type() === 'error' || message.type() === 'warning') complaints.push(message.text())
      })
      await page.goto(`http://127.0.0.1:${port}/?scenario=${scenario}#/${hash}`)
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

/** What axe finds, in words that say where. */
export async function findingsOn(page: Page): Promise<string[]> {
  await page.evaluate(axeSource)
  const results = await page.evaluate(async () => {
    const { axe } = window as unknown as { axe: { run(options: unknown): Promise<AxeResults> } }
    return await axe.run({ resultTypes: ['violations'] })
  })
  return results.violations.flatMap(({ id, help, nodes }) =>
    nodes.map((node) => `${id}: ${help}: ${node.target.join(' ')} ${node.any[0]?.message ?? ''}`),
  )
}

/** Keeps a picture of the page for whoever looks after the test. */
export async function picture(page: Page, name: string): Promise<void> {
  mkdirSync(artefacts, { recursive: true })
  await page.screenshot({ path: join(artefacts, `${name}.png`), animations: 'disabled' })
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
