// The menu of the window: by pointer, by keyboard alone and for screen readers. Every line of it leads somewhere; the focus is
// where it was, or in what was opened.
import type { Page } from 'playwright-core'
import { describe, expect, test } from 'vitest'
import { findingsOn, looksRight, misfitsOn, picture, setLanguage, setTheme, sizes, useStage } from './harness'

const house = useStage()
let page: Page

const byId = (id: string) => page.getByTestId(id)
const line = (id: string) => page.locator(`[data-testid^="menu-"][data-entry="${id}"]`)
const gone = (id: string) => byId(id).waitFor({ state: 'detached' })
const focused = () =>
  page.evaluate(() => {
    const { dataset } = document.activeElement as HTMLElement
    return dataset['entry'] ?? dataset['testid'] ?? document.activeElement?.tagName
  })
const hash = () => page.evaluate(() => location.hash)

async function open(): Promise<void> {
  await page.keyboard.press('F10')
  await byId('menu-list').waitFor()
}

describe('the menu', () => {
  test('is gone through by arrows, ends and letters, and opens what lies in it', async () => {
    page = await house.open({ hash: 'visitors' })
    await open()
    await expect.poll(focused, { message: 'what cannot be taken back is not stopped at' }).toBe('journal')
    for (const [key, at] of [
      ['ArrowDown', 'add-person'],
      ['End', 'quit'],
      ['ArrowDown', 'journal'],
      ['ArrowUp', 'quit'],
      ['Home', 'journal'],
      ['t', 'theme'],
      ['ArrowRight', 'theme-system'],
      ['ArrowDown', 'theme-dark'],
      ['ArrowLeft', 'theme'],
    ] as const) {
      await page.keyboard.press(key)
      await expect.poll(focused, { message: key }).toBe(at)
    }
    expect(await hash(), 'a letter is no shortcut here').toBe('#/visitors')
    await page.keyboard.press('Escape')
    await gone('menu-list')
  })

  test('gives the focus back to where it was, and leaves what Escape would have closed', async () => {
    page = await house.open({ hash: 'visitors' })
    const card = byId('visitor-card').nth(1)
    await card.focus()
    await page.keyboard.press('Space')
    for (const closes of ['Escape', 'F10']) {
      await open()
      await page.keyboard.press(closes)
      await gone('menu-list')
      await expect.poll(() => card.evaluate((one) => one === document.activeElement), { message: closes }).toBe(true)
      expect(await card.getAttribute('data-chosen'), closes).toBe('true')
    }
    await byId('menu').focus()
    await page.keyboard.press('Enter')
    await expect.poll(focused).toBe('journal')
    await page.keyboard.press('Escape')
    await gone('menu-list')
    await expect.poll(focused).toBe('menu')
  })

  test('opens from a field that is being written in, and not over a dialog or a picture that fills the screen', async () => {
    page = await house.open({ hash: 'people' })
    await page.getByRole('searchbox').fill('Ann')
    await open()
    await page.keyboard.press('Escape')
    await expect.poll(() => page.evaluate(() => (document.activeElement as HTMLInputElement).value)).toBe('Ann')
    await byId('add-person').click()
    await page.keyboard.press('F10')
    expect(await byId('menu-list').count(), 'a dialog is answered first').toBe(0)
    await page.keyboard.press('Escape')
    await gone('add-person-name')
    await page.evaluate(() => (location.hash = '#/live/1'))
    await byId('live-full').click()
    await page.waitForSelector('[data-testid="live"][data-full="true"]')
    await page.keyboard.press('F10')
    expect(await byId('menu-list').count()).toBe(0)
  })

  test('is not there while the program could not start: nothing in it would do anything', async () => {
    page = await house.open({ scenario: 'refused' })
    await byId('refused').waitFor()
    expect(await byId('menu').count()).toBe(0)
    await page.keyboard.press('F10')
    expect(await byId('menu-list').count()).toBe(0)
  })

  test('every line does what it says', async () => {
    page = await house.open({ hash: 'live' })
    const shows: Record<string, string> = {
      journal: 'journal',
      'add-person': 'add-person-name',
      import: 'import-files',
      'add-camera': 'camera-name',
      'find-picture': 'timeline-picture',
      palette: 'palette-input',
      shortcuts: 'shortcuts',
    }
    await byId('menu').click()
    const all = await byId('menu-line').evaluateAll((lines) => lines.map((one) => one.getAttribute('data-entry')))
    await page.keyboard.press('Escape')
    const others = ['undo', 'redo', 'add-rule', 'pause', 'start-demo', 'backup', 'quit']
    expect(all.sort(), 'a line that nobody tries').toEqual([...Object.keys(shows), ...others].sort())
    for (const [id, what] of Object.entries(shows)) {
      await gone('menu-list')
      await byId('menu').click()
      await line(id).click()
      await byId(what).first().waitFor()
      const isIn = page.getByRole('dialog')
      await expect.poll(() => isIn.evaluate((one) => one.contains(document.activeElement)), { message: id }).toBe(true)
      await page.keyboard.press('Escape')
      await isIn.waitFor({ state: 'detached' })
    }
    const choose = async (id: string): Promise<void> => {
      await byId('menu').click()
      await line(id).click()
      await gone('menu-list')
    }
    await choose('add-rule')
    await expect.poll(() => byId('rule-row').count()).toBe(2)
    await choose('undo')
    await expect.poll(() => byId('rule-row').count()).toBe(1)
    await choose('redo')
    await expect.poll(() => byId('rule-row').count()).toBe(2)
    await choose('pause')
    await byId('cameras-paused').waitFor()
    await choose('go-on')
    await gone('cameras-paused')
    await choose('backup')
    await page.waitForFunction(() => location.hash.startsWith('#/settings'))
    page = await house.open({ scenario: 'empty', hash: 'live' })
    await choose('start-demo')
    await page.waitForFunction(() => window.porchlightFake?.house.cameras.some((camera) => camera.is_demo))
    await choose('quit')
    await page.waitForFunction(() => window.porchlightFake?.hasQuit)
  })

  test('goes to a view, and changes look and language, of which the one in force is marked', async () => {
    page = await house.open({ hash: 'live', theme: 'light' })
    const choose = async (branch: string, entry: string): Promise<void> => {
      await open()
      await line(branch).focus()
      await page.keyboard.press('ArrowRight')
      await line(entry).waitFor()
      await line(entry).focus()
      await page.keyboard.press('Enter')
      await gone('menu-list')
    }
    await choose('go', 'view-alerts')
    await page.waitForSelector('[data-testid="nav-alerts"][aria-current="page"]')
    await choose('theme', 'theme-contrast')
    await page.waitForFunction(() => document.documentElement.dataset['theme'] === 'contrast')
    await choose('language', 'language-de')
    await page.waitForFunction(() => document.documentElement.lang === 'de')
    await open()
    await line('theme').focus()
    await page.keyboard.press('ArrowRight')
    const marked = page.getByRole('menuitemradio', { checked: true })
    await marked.waitFor()
    expect(await marked.getAttribute('data-entry')).toBe('theme-contrast')
  })

  test('closes a dialog of another view with the focus in that view', async () => {
    page = await house.open({ hash: 'visitors' })
    await byId('visitor-card').first().focus()
    await open()
    await line('add-person').focus()
    await page.keyboard.press('Enter')
    await byId('add-person-name').waitFor()
    await page.keyboard.press('Escape')
    await gone('add-person-name')
    await expect.poll(focused, { message: 'the card is gone, the focus is not' }).toBe('MAIN')
  })

  test('is a menu for screen readers, sound in every theme, and fits a small window in every language', async () => {
    page = await house.open({ hash: 'people', size: sizes.small })
    await open()
    expect(await byId('menu').getAttribute('aria-haspopup')).toBe('menu')
    expect(await byId('menu').getAttribute('aria-expanded')).toBe('true')
    expect(await page.getByRole('menu', { name: 'Menu' }).getByRole('group').count()).toBe(6)
    expect(await page.getByRole('menuitem', { name: 'Undo' }).getAttribute('aria-disabled')).toBe('true')
    await looksRight(page, 'menu', 'menu-list')
    await line('go').focus()
    await page.keyboard.press('ArrowRight')
    await line('view-live').waitFor()
    await setTheme(page, 'contrast')
    expect(await findingsOn(page, true)).toEqual([])
    await picture(page, 'menu-contrast')
    for (const code of ['de', 'es', 'id'] as const) {
      await setLanguage(page, code)
      expect(await misfitsOn(page), code).toEqual([])
      const cut = await page
        .locator('[data-testid^="menu-"] .words')
        .evaluateAll((all) => all.filter((one) => one.scrollWidth > one.clientWidth + 1).map((one) => one.textContent))
      expect(cut, code).toEqual([])
      const list = await byId('menu-list').evaluate((one) => one.scrollHeight - one.clientHeight)
      expect(list, 'all of it is seen without scrolling').toBeLessThanOrEqual(0)
      await picture(page, `menu-${code}`)
    }
  })
})
