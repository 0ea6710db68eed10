// People in Chromium on the fake household: order and search, a year of days, notes, the proof of an erasure, and learning
// from many pictures with what waits for a click. Axe in both themes; a picture of each is kept.
import type { Page } from 'playwright-core'
import { describe, expect, test } from 'vitest'
import { findingsOn, looksRight, picture, useStage } from './harness'
import type { Open } from './harness'

const house = useStage()
let page: Page

const byId = (id: string) => page.getByTestId(id)
const namesShown = () => byId('person-card').evaluateAll((cards) => cards.map((card) => card.getAttribute('data-name')))

async function open(how: Open = {}): Promise<void> {
  page = await house.open({ hash: 'people', ...how })
}

describe('the cards', () => {
  test('are ordered and searched, by name and by note', async () => {
    await open({ scenario: 'crowd' })
    await byId('person-card').first().waitFor()
    const names = await namesShown()
    expect(names).toEqual([...names].sort((a, b) => (a ?? '').localeCompare(b ?? '')))
    await byId('people-order').selectOption('most_seen')
    const counts = await page.evaluate(
      (names) => names.map((name) => window.porchlightFake?.house.people.find((one) => one.name === name)?.sightings),
      await namesShown(),
    )
    expect(counts).toEqual([...counts].sort((a, b) => (b ?? 0) - (a ?? 0)))
    await byId('people-order').selectOption('last_seen')
    await looksRight(page, 'people-ordered')
    await byId('people-search').fill('sundays')
    expect(await namesShown()).toEqual(['Grandma Ilse'])
  })
})

describe('a person', () => {
  const openAnna = async (): Promise<void> => {
    await open()
    await page.locator('[data-testid="person-card"][data-name="Anna"]').click()
    await byId('person-year').waitFor()
  }

  test('has a year of days that the keyboard walks through, and each leads to the timeline', async () => {
    await openAnna()
    await looksRight(page, 'person-year')
    const days = byId('person-day')
    expect(await days.count()).toBeGreaterThan(120)
    await page.locator('[data-testid="person-day"][tabindex="0"]').focus()
    const focused = () => page.evaluate(() => document.activeElement?.getAttribute('data-day'))
    const today = await focused()
    await page.keyboard.press('ArrowLeft')
    const weekAgo = await focused()
    expect(new Date(today ?? '').getTime() - new Date(weekAgo ?? '').getTime()).toBe(7 * 86_400_000)
    await page.keyboard.press('ArrowUp')
    await page.keyboard.press('ArrowDown')
    expect(await focused()).toBe(weekAgo)
    const label = await page.evaluate(() => document.activeElement?.getAttribute('aria-label'))
    expect(label).toMatch(/: (not seen|seen once|seen \d+ times)$/)
    await page.keyboard.press('Enter')
    await page.waitForFunction((day) => location.hash.includes(`day=${day}`), weekAgo)
    const anna = await page.evaluate(() => window.porchlightFake?.house.people.find((one) => one.name === 'Anna')?.id)
    expect(page.url()).toContain(`person=${anna}`)
    expect(await byId('timeline-day').inputValue()).toBe(weekAgo)
  })

  test('has a face less that is removed, and has it again when that is taken back', async () => {
    await openAnna()
    const faces = byId('person-face')
    const before = await faces.count()
    await faces.first().hover()
    await faces.first().getByTestId('remove-face').click()
    await expect.poll(() => faces.count()).toBe(before - 1)
    await byId('undo').click()
    await expect.poll(() => faces.count()).toBe(before)
  })

  test('has cameras and a note that is kept and taken back', async () => {
    await openAnna()
    expect(await byId('person-cameras').textContent()).toContain('Front door')
    await byId('person-note').fill('Waters the plants')
    await byId('person-note').blur()
    await page.getByText('Note about Anna kept').waitFor()
    await byId('undo').click()
    await expect.poll(() => byId('person-note').inputValue()).toBe('')
  })

  test('is erased with proof', async () => {
    await openAnna()
    await byId('person-remove').click()
    await byId('person-erase').click()
    await byId('erased').waitFor()
    expect(await byId('erased-proof').getAttribute('data-gone')).toBe('true')
    await looksRight(page, 'person-erased')
    await page.getByRole('button', { name: 'Done', exact: true }).click()
    expect(await namesShown()).not.toContain('Anna')
  })

  test('says so when something could not be removed yet', async () => {
    await openAnna()
    await page.evaluate(() => {
      const fake = window.porchlightFake
      if (!fake) return
      const call = fake.call.bind(fake)
      fake.call = (async (name: 'remove_person', request: { id: number }) => {
        const reply = await call(name, request)
        return name === 'remove_person' ? { ...reply, traces_found: 2, is_gone: false } : reply
      }) as typeof fake.call
    })
    await byId('person-remove').click()
    await byId('person-erase').click()
    await byId('erased').waitFor()
    expect(await byId('erased-proof').getAttribute('data-gone')).toBe('false')
  })
})

describe('many pictures', () => {
  const chooseZip = async (path: string): Promise<void> => {
    await page.evaluate((path) => {
      if (window.porchlightFake) window.porchlightFake.chosen.file = path
    }, path)
    await byId('import-zip').click()
  }
  const question = (verdict: string) => page.locator(`[data-testid="import-question"][data-verdict="${verdict}"]`)

  test('of a ZIP file are learnt, and what is unclear is settled by a click', async () => {
    await open()
    await byId('import-open').click()
    await looksRight(page, 'import-empty')
    await chooseZip('/home/you/family.zip')
    await byId('import-person').first().waitFor()
    expect(await byId('import-person').count()).toBe(2)
    expect(await byId('import-loose-name').inputValue()).toBe('')
    await byId('import-go').click()
    await expect.poll(() => byId('import-error').textContent()).toContain('name')
    await byId('import-loose-name').fill('Dora')
    await looksRight(page, 'import-ready')
    await byId('import-go').click()
    await page.locator('[data-testid="import"][data-status="done"]').waitFor()
    expect(await byId('import-counts').textContent()).toContain('5 learnt')
    expect(await byId('import-question').count()).toBe(4)

    await question('several_faces').getByTestId('import-look').click()
    await byId('face-choice').first().waitFor()
    expect(await byId('face-choice').count()).toBe(3)
    await looksRight(page, 'import-faces')
    await byId('face-choice').nth(1).click()
    await expect.poll(() => question('several_faces').count()).toBe(0)

    await question('no_face').getByTestId('import-look').click()
    await byId('face-point').click({ position: { x: 120, y: 80 } })
    await byId('face-choice').first().click()
    await expect.poll(() => question('no_face').count()).toBe(0)

    expect(await question('duplicate').textContent()).toContain('one of Anna, not of Bo')
    await question('duplicate').getByTestId('import-take').click()
    await expect.poll(() => question('duplicate').count()).toBe(0)
    await question('unreadable').getByTestId('import-leave').click()
    await byId('import-done').click()
    const bo = await page.evaluate(
      () => window.porchlightFake?.house.people.find((one) => one.name === 'Bo')?.faces.length,
    )
    expect(bo).toBe(5)
    expect(await namesShown()).toEqual(expect.arrayContaining(['Bo', 'Cleo', 'Dora']))
  })

  test('show how far they are, can be stopped, and go on where they were', async () => {
    await open()
    await byId('import-open').click()
    await chooseZip('/home/you/many.zip')
    await byId('import-go').click()
    await page.waitForFunction(() =>
      /^[5-9] of 60/.test(document.querySelector('[data-testid="import-progress"]')?.textContent ?? ''),
    )
    await page.getByText(/left/).first().waitFor()
    await picture(page, 'import-running')
    await byId('import-stop').click()
    await page.getByText('Stopped. What was learnt stays.').waitFor()
    const before = await byId('import-progress').textContent()
    await byId('import-go').click()
    await page.waitForFunction(
      (before) => document.querySelector('[data-testid="import-progress"]')?.textContent !== before,
      before,
    )
    // In the background, while something else is looked at.
    await page.getByRole('button', { name: 'Go on in the background' }).click()
    await byId('nav-live').click()
    await byId('nav-people').click()
    await page.waitForFunction(
      () => window.porchlightFake?.house.people.find((one) => one.name === 'Dora')?.faces.length === 60,
      undefined,
      { timeout: 30_000 },
    )
  })

  test('dropped as files and as a ZIP file are taken', async () => {
    await open()
    await byId('import-open').click()
    const file = (name: string) => ({
      name,
      mimeType: name.endsWith('.zip') ? 'application/zip' : 'image/png',
      buffer: Buffer.from('x'),
    })
    await byId('import-files').setInputFiles([file('one.png'), file('two.png'), file('family.zip')])
    await byId('import-person').first().waitFor()
    expect(await byId('import-people').textContent()).toContain('3 pictures')
  })

  test('of what is no album, or far too much, are refused with words', async () => {
    await open()
    await byId('import-open').click()
    await chooseZip('/home/you/letter.txt')
    await expect.poll(() => byId('import-error').textContent()).toContain('no ZIP file')
    await chooseZip('/home/you/huge.zip')
    await expect.poll(() => byId('import-error').textContent()).toContain('too much')
    expect(await findingsOn(page)).toEqual([])
    await byId('import-cancel').click()
    await expect.poll(() => byId('import').count()).toBe(0)
  })
})
