// What recognises, in Chromium on the fake household: compatibility models and the way to the default ones, another pack put into
// use, one of the owner's own, and one that is refused. Axe in every theme; a picture of each is kept.
import type { Page } from 'playwright-core'
import { expect, test } from 'vitest'
import { looksRight, useStage } from './harness'

const house = useStage()
let page: Page

const byId = (id: string) => page.getByTestId(id)
const pack = (name: string) => page.locator(`[data-testid="pack"][data-name="${name}"]`)
const inUse = (name: string) => page.waitForSelector(`[data-testid="pack"][data-name="${name}"][data-state="in_use"]`)
const choose = (file: string | undefined) =>
  page.evaluate((file) => {
    const fake = window.porchlightFake
    if (fake) fake.chosen.file = file
  }, file)

test('compatibility models are said to be less accurate, and one click brings the default ones', async () => {
  page = await house.open({ scenario: 'compatibility', hash: 'live' })
  await byId('compatibility').waitFor()
  expect(await byId('compatibility').textContent()).toContain('Compatibility models: less accurate')
  await looksRight(page, 'compatibility')
  await byId('install-default').click()
  await byId('install-progress').waitFor()
  await byId('compatibility').waitFor({ state: 'detached' })
})

test('what recognises stands in the settings, with size and licence', async () => {
  page = await house.open({ scenario: 'compatibility', hash: 'settings' })
  await inUse('classic')
  await byId('packs').scrollIntoViewIfNeeded()
  const classic = await pack('classic').textContent()
  expect(classic).toMatch(/less accurate.*24.6 MB.*MIT.*128/is)
  await looksRight(page, 'packs-compatibility')
  await pack('default').getByTestId('pack-install').click()
  await inUse('default')
})

test('a pack of one’s own is added, put into use and left again', async () => {
  page = await house.open({ hash: 'settings' })
  await inUse('default')
  await choose('/home/you/models/arcface.toml')
  await byId('pack-add').click()
  await pack('arcface-r50').waitFor()
  expect(await pack('arcface-r50').textContent()).toMatch(/Measured on 38 pictures/)
  await pack('arcface-r50').getByTestId('pack-use').click()
  await inUse('arcface-r50')
  expect(await pack('arcface-r50').getByTestId('pack-remove').count(), 'what is in use stays').toBe(0)
  await byId('packs').scrollIntoViewIfNeeded()
  await looksRight(page, 'packs-own')
  await pack('default').getByTestId('pack-use').click()
  await inUse('default')
  await pack('arcface-r50').getByTestId('pack-remove').click()
  await pack('arcface-r50').waitFor({ state: 'detached' })
})

test('a pack that cannot be used is refused with the reason, and the one in use stays', async () => {
  page = await house.open({ hash: 'settings' })
  await inUse('default')
  await choose('/home/you/models/readme.txt')
  await byId('pack-add').click()
  await byId('pack-trouble').waitFor()
  expect(await byId('pack-trouble').textContent()).toMatch(/stays: the description is not right/)
  expect(await pack('default').getAttribute('data-state')).toBe('in_use')
  await choose(undefined)
  await byId('pack-add').click()
  expect(await pack('arcface-r50').count(), 'going back adds nothing').toBe(0)
})
