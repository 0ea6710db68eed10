// The health of the program: well, short of time, in trouble and without cameras; at once when a step is taken, the report, and
// a page that asks only while it is looked at. Axe in every theme, a picture of each.
import type { Page } from 'playwright-core'
import { expect, test } from 'vitest'
import { findingsOn, goTo, misfitsOn, picture, setLanguage, setTheme, sizes, useStage } from './harness'

const house = useStage()
let page: Page

const byId = (id: string) => page.getByTestId(id)
const summary = () => byId('health-summary').textContent()

test('says in one sentence that all is well, and shows each figure behind it', async () => {
  page = await house.open({ hash: 'live' })
  await byId('nav-health').click()
  await page.waitForSelector('[data-testid="health-summary"][data-tone="good"]')
  expect(await summary()).toMatch(
    /Everything is fine\s*4 cameras, 25 frames a second each, faces announced within 1\d ms/,
  )
  expect(await byId('health-camera').count()).toBe(4)
  expect(await page.getByRole('row', { name: /^Garage Live 2\d/ }).count(), 'a row that reads as one').toBe(1)
  const stages = byId('health-stage')
  expect(await stages.evaluateAll((all) => all.map((row) => row.getAttribute('data-stage')))).toEqual([
    'wait',
    'detect',
    'embed',
    'match',
    'keep',
    'end_to_end',
    'alert',
  ])
  expect(await byId('health-governor').locator('[aria-current="step"]').getAttribute('data-saving')).toBe('nothing')
  expect(await byId('health-saving').count(), 'nothing to say in the rail').toBe(0)
})

test('a step of the governor is there at once: in the sentence, on the ladder, and in the rail of every view', async () => {
  page = await house.open({ hash: 'live' })
  await page.waitForSelector('[data-testid="camera-tile"]')
  await page.evaluate(() => window.porchlightFake?.figures.stepTo(3, { kind: 'slow', end_to_end_ms: 80.4 }))
  await byId('health-saving').click()
  await page.waitForSelector('[data-testid="health-summary"][data-tone="saving"]')
  expect(await summary()).toMatch(
    /far faces are found a little later\s*Since \d\d:\d\d, because frames took up to 80 ms/,
  )
  const here = byId('health-governor').locator('[aria-current="step"]')
  expect(await here.getAttribute('data-saving')).toBe('closeness')
  expect(await byId('health-step').first().textContent()).toContain('Frames took up to 80 ms')
  await page.evaluate(() => window.porchlightFake?.figures.stepTo(0, { kind: 'room' }))
  await byId('health-saving').waitFor({ state: 'detached' })
  expect(await here.getAttribute('data-saving')).toBe('nothing')
})

test('is sound in every theme and fits a small window in every language while time is short', async () => {
  page = await house.open({ scenario: 'saving', hash: 'health', size: sizes.small })
  await page.waitForSelector('[data-testid="health-step"]')
  expect(await byId('health-step').count()).toBe(5)
  for (const theme of ['dark', 'light', 'contrast'] as const) {
    await setTheme(page, theme)
    expect(await findingsOn(page, theme === 'contrast'), theme).toEqual([])
    await picture(page, `health-saving-${theme}`)
  }
  await setTheme(page, 'dark')
  for (const code of ['de', 'es', 'id', 'en'] as const) {
    await setLanguage(page, code)
    expect(await misfitsOn(page), code).toEqual([])
    await picture(page, `health-saving-${code}`)
  }
  await byId('health-governor').scrollIntoViewIfNeeded()
  await picture(page, 'health-saving-ladder')
})

test('the figures move and nothing else does', async () => {
  page = await house.open({ scenario: 'saving', hash: 'health', size: sizes.small })
  await page.waitForSelector('[data-testid="health-stage"]')
  const places = () =>
    page.evaluate(() =>
      [...document.querySelectorAll('[data-testid^="health-"], .history svg')].map((element) => {
        const { left, top, width, height } = element.getBoundingClientRect()
        return [left, top, width, height].map(Math.round).join()
      }),
    )
  const figures = () => page.locator('[data-testid="health-stage"]').allTextContents()
  const [before, shown] = [await places(), await figures()]
  await expect.poll(figures, { timeout: 20_000 }).not.toEqual(shown)
  expect(await places()).toEqual(before)
})

test('the report is in the clipboard, with figures and without names', async () => {
  page = await house.open({ scenario: 'saving', hash: 'health' })
  await page.context().grantPermissions(['clipboard-read', 'clipboard-write'])
  await byId('health-report').click()
  await page.getByText('The report is in the clipboard').waitFor()
  const text = await page.evaluate(() => navigator.clipboard.readText())
  const report = JSON.parse(text)
  expect(report).toMatchObject({ program: 'porchlight', version: '0.1.0', governor: { rung: 3, steps_taken: 5 } })
  expect(report.cameras).toHaveLength(4)
  expect(text).not.toMatch(/Front door|Garden|Garage|Anna|Jonas|rtsp|192\.168|\/home/)
})

test('the program is asked only while the page shows it', async () => {
  page = await house.open({ hash: 'health' })
  await page.waitForSelector('[data-testid="health-stage"]')
  await page.evaluate(() => {
    const fake = window.porchlightFake
    if (!fake) return
    const view = fake.figures.view.bind(fake.figures)
    let asked = 0
    fake.figures.view = () => {
      document.body.dataset['asked'] = String(++asked)
      return view()
    }
  })
  const asked = () => page.evaluate(() => Number(document.body.dataset['asked'] ?? 0))
  await expect.poll(asked, { timeout: 20_000 }).toBeGreaterThan(1)
  await goTo(page, 'cameras')
  const then = await asked()
  // As long as three questions would have taken.
  const until = Date.now() + 3_000
  await page.waitForFunction((until) => Date.now() > until, until)
  expect(await asked()).toBe(then)
})

test('trouble leads to the cameras, and figures that cannot be had are asked for again', async () => {
  page = await house.open({ scenario: 'troubled', hash: 'health' })
  await page.waitForSelector('[data-testid="health-summary"][data-tone="trouble"]')
  expect(await findingsOn(page)).toEqual([])
  await picture(page, 'health-troubled')
  await page.getByRole('button', { name: 'Show cameras' }).click()
  await page.waitForSelector('[data-testid="camera-row"]')
  await page.evaluate(() => {
    const fake = window.porchlightFake
    if (!fake) return
    const view = fake.figures.view.bind(fake.figures)
    fake.figures.view = () => {
      if (document.body.dataset['silent']) throw new Error('no answer')
      return view()
    }
    document.body.dataset['silent'] = 'yes'
  })
  await goTo(page, 'health')
  const stale = page.getByText(/^No answer since \d\d:\d\d:\d\d/)
  await stale.waitFor()
  await page.evaluate(() => delete document.body.dataset['silent'])
  await stale.waitFor({ state: 'detached' })
})

test('without cameras it says what it will show, and leads to the first one', async () => {
  page = await house.open({ scenario: 'empty', hash: 'health' })
  await page.getByRole('heading', { name: 'Nothing to measure yet' }).waitFor()
  expect(await findingsOn(page)).toEqual([])
  await picture(page, 'health-empty')
  await page.getByRole('button', { name: 'Add a camera' }).click()
  await byId('camera-name').waitFor()
})
