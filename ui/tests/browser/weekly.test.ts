// Weekly backups in Chromium on the fake household: switched on with a folder, how the last one went, and what is said when one
// fails. Axe in both themes; a picture of each is kept.
import type { Page } from 'playwright-core'
import { expect, test } from 'vitest'
import { findingsOn, looksRight, misfitsOn, setLanguage, sizes, useStage } from './harness'

const house = useStage()
let page: Page

const byId = (id: string) => page.getByTestId(id)

const chooseFolder = (folder: string) =>
  page.evaluate((folder) => {
    const fake = window.porchlightFake
    if (fake) fake.chosen.folder = folder
  }, folder)

async function switchOn(folder: string): Promise<void> {
  page = await house.open({ scenario: 'lively', hash: 'settings' })
  await chooseFolder(folder)
  await byId('weekly-on').scrollIntoViewIfNeeded()
  await byId('weekly-on').click()
}

async function fitsInEveryLanguage(): Promise<void> {
  await page.setViewportSize(sizes.small)
  for (const language of ['de', 'es', 'id', 'en'] as const) {
    await setLanguage(page, language)
    expect(await misfitsOn(page), language).toEqual([])
  }
  await page.setViewportSize(sizes.usual)
}

test('a backup every week is switched on with a folder, and says how the last one went', async () => {
  await switchOn('/media/you/stick/Porchlight')
  await page.locator('[data-testid="weekly-state"][data-tone="work"]').waitFor()
  await page.locator('[data-testid="weekly-state"][data-tone="done"]').waitFor()
  expect(await byId('weekly-state').textContent()).toContain('Next:')
  expect(await page.getByText('/media/you/stick/Porchlight').count()).toBe(1)
  await looksRight(page, 'weekly', 'weekly-state')
  await fitsInEveryLanguage()
  await byId('weekly-keep').locator('[role="slider"]').focus()
  await page.keyboard.press('ArrowRight')
  await page.getByText('5 backups').waitFor()
  await byId('weekly-passwords').click()
  await page.waitForFunction(
    () => document.querySelector('[data-testid="weekly-passwords"]')?.getAttribute('aria-checked') === 'false',
  )
  await byId('weekly-on').click()
  await byId('weekly-state').waitFor({ state: 'detached' })
})

test('a folder that takes no backup is refused at once', async () => {
  await switchOn('/media/you/locked')
  await byId('weekly-refusal').waitFor()
  expect(await byId('weekly-on').getAttribute('aria-checked')).toBe('false')
  expect(await findingsOn(page), 'refused').toEqual([])
})

test('one that fails is said over every view, leads to what mends it, and is put away', async () => {
  await switchOn('/media/you/full')
  await byId('weekly-failed').waitFor()
  expect(await byId('weekly-failed').textContent()).toContain('The disk is full')
  await looksRight(page, 'weekly-failed', 'weekly-state')
  await fitsInEveryLanguage()
  await byId('nav-people').click()
  await byId('weekly-mend').click()
  await byId('weekly-state').waitFor()
  const isInSight = () => {
    const place = document.querySelector('[data-testid="weekly-on"]')?.getBoundingClientRect()
    return place !== undefined && place.top >= 0 && place.bottom <= innerHeight
  }
  await page.waitForFunction(isInSight)
  await byId('weekly-put-away').click()
  await byId('weekly-failed').waitFor({ state: 'detached' })
})
