// The window in each of its languages: it changes at once and everywhere, to exactly what a start in that language shows, and
// nothing is cut off or pushed out of a small window. A picture of each is kept.
import type { Page } from 'playwright-core'
import { describe, expect, test } from 'vitest'
import { findingsOn, goTo, misfitsOn, picture, setLanguage, sizes, useStage, views } from './harness'
import type { View } from './harness'

const house = useStage()
let page: Page

/** To a view, as it is when everything has come: a camera that waits for its first picture says so, and soon no more. */
async function go(view: View): Promise<void> {
  await goTo(page, view)
  if (view !== 'live') return
  await page.waitForSelector('[data-testid="camera-tile"]')
  await page.waitForFunction(() => document.querySelectorAll('[data-testid="tile-state"]').length === 0)
}

/** Everything that is read or heard, without what moves by itself: names of the household stay, numbers and times go. */
async function words(): Promise<string[]> {
  return await page.evaluate(() => {
    const read = ['aria-label', 'aria-valuetext', 'title', 'placeholder', 'alt']
    const all = [...document.querySelectorAll('body *:not(time):not(script):not(.figures)')].flatMap((element) => [
      ...read.map((name) => element.getAttribute(name) ?? ''),
      ...[...element.childNodes].filter((node) => node.nodeType === 3).map((node) => node.textContent ?? ''),
    ])
    const still = all.map((text) => text.replace(/[\d.,:%\s]+/g, ' ').trim()).filter((text) => /\p{L}{2}/u.test(text))
    return [...new Set(still)].sort()
  })
}

describe.each(['de', 'es', 'id', 'en'] as const)('%s', (code) => {
  test('comes at once, in every view, as if the window had been opened in it', async () => {
    page = await house.open({ hash: 'settings' })
    const here = new Map<string, string[]>()
    for (const view of views) {
      await go(view)
      await setLanguage(page, code === 'en' ? 'de' : 'en')
      await setLanguage(page, code)
      here.set(view, await words())
    }
    await page.context().close()
    page = await house.open({ hash: 'live', language: code })
    for (const view of views) {
      await go(view)
      expect(await words(), view).toEqual(here.get(view))
    }
  })

  test('fits a small window, and is told to screen readers', async () => {
    page = await house.open({ hash: 'settings', language: code, size: sizes.small })
    expect(await page.evaluate(() => document.documentElement.lang)).toBe(code)
    for (const view of views) {
      await go(view)
      await picture(page, `language-${code}-${view}`)
      expect(await misfitsOn(page), view).toEqual([])
    }
    expect(await findingsOn(page)).toEqual([])
  })
})

/** What an owner sees on the first day and on a bad one. */
const rareStates = [
  { scenario: 'empty', view: 'live', shows: '[data-testid="first-camera"]' },
  { scenario: 'empty', view: 'visitors', shows: 'main h2' },
  { scenario: 'empty', view: 'people', shows: 'main h2' },
  { scenario: 'empty', view: 'timeline', shows: 'main h2' },
  { scenario: 'empty', view: 'alerts', shows: 'main h2' },
  { scenario: 'empty', view: 'cameras', shows: 'main h2' },
  { scenario: 'no-models', view: 'live', shows: '[data-testid="install-models"]' },
  { scenario: 'troubled', view: 'live', shows: '[data-testid="camera-tile"][data-state="failed"]' },
  { scenario: 'troubled', view: 'cameras', shows: '[data-state="failed"]' },
] as const

test.each(rareStates)('$scenario $view fits a small window in every language', async ({ scenario, view, shows }) => {
  page = await house.open({ scenario, hash: view, size: sizes.small })
  await page.waitForSelector(shows)
  for (const code of ['en', 'de', 'es', 'id'] as const) {
    await setLanguage(page, code)
    expect(await misfitsOn(page), code).toEqual([])
    await picture(page, `language-${code}-${scenario}-${view}`)
  }
  expect(await findingsOn(page)).toEqual([])
})

test('a start that was refused speaks the language of the system', async () => {
  page = await house.open({ scenario: 'refused', locale: 'es-MX', size: sizes.small })
  await page.getByRole('heading', { name: 'Porchlight no pudo iniciarse' }).waitFor()
  expect(await page.evaluate(() => document.documentElement.lang)).toBe('es')
  expect(await misfitsOn(page)).toEqual([])
  await picture(page, 'language-es-refused')
})

test('the language is chosen by its own name, stays chosen, and goes back to the system’s', async () => {
  page = await house.open({ hash: 'settings' })
  const choice = page.getByTestId('settings-language')
  await choice.selectOption('de')
  await page.getByRole('heading', { name: 'Einstellungen', level: 1 }).waitFor()
  expect(await page.evaluate(() => document.activeElement?.getAttribute('data-testid'))).not.toBe('nav-live')
  expect(await page.evaluate(() => window.porchlightFake?.house.settings.language)).toBe('de')
  await choice.selectOption({ label: 'Bahasa Indonesia' })
  await page.getByRole('heading', { name: 'Pengaturan', level: 1 }).waitFor()
  await page.getByRole('button', { name: /^Kembali ke Ikuti sistem.*Bahasa$/ }).click()
  await page.getByRole('heading', { name: 'Settings', level: 1 }).waitFor()
})
