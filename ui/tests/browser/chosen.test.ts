// Rows of the timeline chosen for a file of the owner's, in Chromium on the fake household; and a file that is stopped.
import type { Page } from 'playwright-core'
import { describe, expect, test } from 'vitest'
import { findingsOn, looksRight, picture, setTheme, useStage } from './harness'

const house = useStage()
let page: Page

const byId = (id: string) => page.getByTestId(id)
const rows = () => byId('timeline-row')

/** The timeline with somebody every hour of the last days. */
async function openTimeline(hours = 60): Promise<void> {
  page = await house.open({ hash: 'people' })
  await page.evaluate((hours) => {
    const fake = window.porchlightFake
    if (!fake) return
    const seeds = [...fake.house.people, ...fake.house.visitors].map((one) => one.seed)
    for (let i = 1; i <= hours; i++)
      fake.house.decide(fake.house.openSighting(seeds[i % seeds.length] ?? 1, 1, i * 3_600_000))
  }, hours)
  await byId('nav-timeline').click()
  await rows().first().waitFor()
}

describe('rows that are chosen', () => {
  const chosen = () => page.locator('[data-testid="timeline-row"][data-chosen="true"]')
  const exported = () => page.evaluate(() => window.porchlightFake?.house.writtenFiles.length ?? 0)
  /** Of which sightings a file was asked for. */
  const listen = () =>
    page.evaluateHandle(() => {
      const ids: (number[] | null)[] = []
      const fake = window.porchlightFake
      if (!fake) return ids
      const call = fake.call.bind(fake)
      fake.call = (async (name: 'export_sightings', request: { ids: number[] | null }) => {
        if (name === 'export_sightings') ids.push(request.ids)
        return await call(name, request as never)
      }) as typeof fake.call
      return ids
    })
  const open = (row: number) => rows().nth(row).locator('[data-timeline-open]')

  test('by Ctrl and Shift with a click, Space, Shift with an arrow, and Ctrl+A are what is exported', async () => {
    await openTimeline()
    await open(1).click({ modifiers: ['Control'] })
    await open(4).click({ modifiers: ['Shift'] })
    await expect.poll(() => chosen().count()).toBe(4)
    expect(await byId('why-panel').count(), 'choosing asks nothing').toBe(0)
    await open(2).click({ modifiers: ['Control'] })
    await expect.poll(() => chosen().count()).toBe(3)
    await page.keyboard.press('ArrowUp')
    await page.keyboard.press('ArrowUp')
    await page.keyboard.press('Space')
    await expect.poll(() => chosen().count()).toBe(4)
    await page.keyboard.press('Shift+ArrowUp')
    for (const theme of ['dark', 'light'] as const) {
      await setTheme(page, theme)
      expect(await findingsOn(page), theme).toEqual([])
      await picture(page, `timeline-chosen-${theme}`)
    }
    expect(await byId('timeline-chosen').textContent()).toContain('4 chosen')
    const asked = await listen()
    await byId('timeline-export').click()
    await byId('timeline-export-csv').click()
    await expect.poll(exported).toBe(1)
    const ids = await chosen().evaluateAll((rows) => rows.map((row) => Number(row.getAttribute('data-sighting'))))
    expect((await asked.jsonValue())[0]?.toSorted()).toEqual(ids.toSorted())
    await page.keyboard.press('Escape')
    await byId('timeline-chosen').waitFor({ state: 'detached' })
    await open(0).focus()
    await page.keyboard.press('Control+a')
    expect(await byId('timeline-chosen').textContent()).toMatch(/\d\d+ chosen/)
    await byId('timeline-chosen').click()
    expect(await chosen().count()).toBe(0)
  })

  test('are all that the filter lets through once Ctrl+A is pressed twice, and what is said is what is written', async () => {
    await openTimeline(600)
    const asked = await listen()
    await open(0).focus()
    await page.keyboard.press('Control+a')
    await expect.poll(() => byId('timeline-chosen').textContent()).toContain('100 chosen')
    const offer = byId('timeline-choose-all')
    const all = Number(/\d+/.exec((await offer.textContent()) ?? '')?.[0])
    expect(all).toBe(await page.evaluate(() => window.porchlightFake?.house.sightings.length))
    await looksRight(page, 'timeline-choose-all', 'timeline-choose-all')
    await open(0).focus()
    await page.keyboard.press('Control+a')
    await expect.poll(() => byId('timeline-chosen').textContent()).toContain(`All ${all} chosen`)
    await offer.waitFor({ state: 'detached' })
    await byId('timeline-export').click()
    await byId('timeline-export-csv').click()
    await expect.poll(exported).toBe(1)
    expect((await asked.jsonValue()).at(-1), 'all is asked for as all, not as those that were read').toBeNull()
    const read = await rows().last().getAttribute('data-sighting')
    await open(0).focus()
    await page.keyboard.press('End')
    await page.keyboard.press('End')
    await page.waitForSelector(`[data-sighting="${read}"]`, { state: 'detached' })
    await expect
      .poll(async () => (await rows().count()) - (await chosen().count()), { message: 'what is read later is chosen' })
      .toBe(0)
    await page.keyboard.press('Space')
    await expect
      .poll(() => byId('timeline-chosen').textContent(), { message: 'without one it is those that were read' })
      .toMatch(/^\s*\d+ chosen/)
    await page.keyboard.press('Control+a')
    await offer.click()
    await byId('timeline-camera').selectOption({ label: 'Front door' })
    await byId('timeline-chosen').waitFor({ state: 'detached' })
  })

  test('a file that is being written is stopped beside where it was begun', async () => {
    await openTimeline()
    await byId('timeline-export').click()
    await byId('timeline-export-zip').click()
    await byId('export-stop').click()
    await byId('timeline-export').waitFor()
    expect(await exported()).toBe(0)
  })

  test('erasing everybody is not said to be a file that is written', async () => {
    await openTimeline()
    await page.evaluate(() => {
      const fake = window.porchlightFake
      if (!fake) return
      const call = fake.call.bind(fake)
      fake.call = (async (name: 'erase_all', request: never) =>
        name === 'erase_all' ? await new Promise(() => undefined) : await call(name, request)) as typeof fake.call
    })
    await page.evaluate(() => (location.hash = '#/settings'))
    await byId('erase-everybody').click()
    await byId('erase-typed').fill('erase')
    await byId('erase-confirm').click()
    await page.evaluate(() => (location.hash = '#/timeline'))
    await byId('timeline-export').waitFor()
    expect(await byId('timeline-export').textContent()).toContain('Export')
    expect(await byId('timeline-export').isDisabled()).toBe(true)
    expect(await byId('export-stop').count()).toBe(0)
  })
})
