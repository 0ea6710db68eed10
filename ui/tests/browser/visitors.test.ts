// Visitors in Chromium on the fake household: fifty named by keys alone, many chosen and done something to at once, odd
// ones left out, ten thousand without stutter. Axe in both themes and in high contrast; a picture of each is kept.
import type { Page } from 'playwright-core'
import { describe, expect, test } from 'vitest'
import { findingsOn, looksRight, picture, setLanguage, sizes, useStage } from './harness'
import type { Open } from './harness'

const house = useStage()
let page: Page

const byId = (id: string) => page.getByTestId(id)
const cards = () => byId('visitor-card')
const list = () => byId('visitor-list')
const chosen = () => page.locator('[data-testid="visitor-card"][data-chosen="true"]')
const numberOn = async (place: number) => Number(await cards().nth(place).getAttribute('data-number'))

async function open(how: Open = {}): Promise<void> {
  page = await house.open({ scenario: 'crowd', hash: 'visitors', ...how })
  await cards().first().waitFor()
}

const inHouse = () =>
  page.evaluate(() => {
    const fake = window.porchlightFake?.house
    return { visitors: fake?.visitors.length ?? 0, people: fake?.people.map((one) => one.name) ?? [] }
  })

test('how often, when and where somebody was here is read whole in a small window, in every language', async () => {
  await open({ size: sizes.small })
  for (const language of ['de', 'es', 'id', 'en'] as const) {
    await setLanguage(page, language)
    const cut = await byId('visitor-facts').evaluateAll((all) =>
      all
        .filter((one) => one.scrollHeight > one.clientHeight + 1 || one.scrollWidth > one.clientWidth + 1)
        .map((one) => one.textContent),
    )
    expect(cut, language).toEqual([])
    const out = await cards().evaluateAll((all) =>
      all.filter((one) => one.scrollHeight > one.clientHeight + 1).map((one) => one.getAttribute('data-number')),
    )
    expect(out, `${language}: all of it is inside its card`).toEqual([])
    await picture(page, `visitors-facts-${language}`)
  }
})

describe('fifty strangers', () => {
  test('are named in under two minutes by keys alone', async () => {
    await open()
    const before = await inHouse()
    expect(before.visitors).toBeGreaterThanOrEqual(50)
    const names = Array.from({ length: 50 }, (_, i) => `Guest ${String.fromCharCode(65 + (i % 26))}${i}`)
    const began = Date.now()
    // From the beginning of the page to the first strip, as somebody without a pointer gets there.
    await page.locator('[data-testid="visitor-card"][tabindex="0"]').focus()
    await page.keyboard.press('Enter')
    for (const name of names) {
      await page.keyboard.type(name, { delay: 60 })
      await page.keyboard.press('Enter')
    }
    const seconds = (Date.now() - began) / 1_000
    await page.waitForFunction(
      (count) => (window.porchlightFake?.house.visitors.length ?? 0) === count,
      before.visitors - 50,
    )
    const after = await inHouse()
    expect(names.filter((name) => !after.people.includes(name))).toEqual([])
    expect(seconds, 'seconds for fifty names').toBeLessThan(120)
    // Enter names and moves on: the next strip is ready without another key.
    expect(await page.evaluate(() => document.activeElement?.getAttribute('data-testid'))).toBe('visitor-name-input')
  }, 180_000)

  test('what a question asks is answered with Y and N', async () => {
    await open()
    const asked = cards().filter({ has: page.getByTestId('suggestion-yes') })
    await asked.first().focus()
    const first = await asked.first().getAttribute('data-visitor')
    await page.keyboard.press('n')
    await page.waitForFunction(
      (id) => !document.querySelector(`[data-visitor="${id}"] [data-testid="suggestion-yes"]`),
      first,
    )
    const second = await asked.first().getAttribute('data-visitor')
    await asked.first().focus()
    await page.keyboard.press('y')
    await page.waitForFunction(
      (id) => !document.querySelector(`[data-testid="visitor-card"][data-visitor="${id}"]`),
      second,
    )
    await page.keyboard.press('z')
    await page.locator(`[data-testid="visitor-card"][data-visitor="${second}"]`).waitFor()
    await page.keyboard.press('Shift+Z')
    await page.waitForFunction(
      (id) => !document.querySelector(`[data-testid="visitor-card"][data-visitor="${id}"]`),
      second,
    )
  })
})

describe('many at once', () => {
  test('are chosen with Space, Shift and arrows, Ctrl and clicks, dragging and Ctrl A', async () => {
    await open()
    await cards().first().focus()
    await page.keyboard.press('Space')
    expect(await chosen().count()).toBe(1)
    await page.keyboard.press('Shift+ArrowDown')
    await page.keyboard.press('Shift+ArrowDown')
    await expect.poll(() => chosen().count()).toBe(3)
    await page.keyboard.press('Shift+ArrowUp')
    await expect.poll(() => chosen().count(), { message: 'the reach draws back' }).toBe(2)
    await looksRight(page, 'visitors-chosen')
    await page.keyboard.press('Escape')
    await expect.poll(() => chosen().count()).toBe(0)

    const at = { position: { x: 300, y: 20 } }
    await cards()
      .nth(0)
      .click({ ...at, modifiers: ['Control'] })
    await cards()
      .nth(2)
      .click({ ...at, modifiers: ['Control'] })
    await expect.poll(() => chosen().count()).toBe(2)
    await cards()
      .nth(3)
      .click({ ...at, modifiers: ['Shift'] })
    await expect.poll(() => chosen().count()).toBe(3)
    await page.keyboard.press('Escape')

    await list().evaluate((list) => (list.scrollTop = 0))
    const [from, to] = [await cards().nth(0).boundingBox(), await cards().nth(2).boundingBox()]
    if (!from || !to) throw new Error('nothing is shown')
    await page.mouse.move(from.x + 300, from.y + 20)
    await page.mouse.down()
    await page.mouse.move(to.x + 320, to.y + 60, { steps: 8 })
    await page.mouse.up()
    await expect.poll(() => chosen().count()).toBe(3)
    expect(await page.evaluate(() => document.activeElement?.tagName), 'dragging names nobody').not.toBe('INPUT')

    await cards().first().focus()
    await page.keyboard.press('Control+a')
    await expect.poll(() => byId('visitor-selected').textContent()).toBe('60 chosen')
    await byId('selection-clear').click()
    expect(await byId('visitor-selection').count()).toBe(0)
  })

  test('are one person by one name, and one undo brings all of them back', async () => {
    await open()
    const numbers = await Promise.all([0, 1, 2].map(numberOn))
    await page.evaluate((numbers) => {
      const fake = window.porchlightFake?.house
      // All of one face, as the same stranger seen on three days.
      for (const visitor of fake?.visitors ?? [])
        if (numbers.includes(visitor.number))
          for (const id of visitor.face_ids) fake?.faces.set(id, { seed: 61, variant: id % 9 })
    }, numbers)
    await cards().first().focus()
    await page.keyboard.press('Space')
    await page.keyboard.press('Shift+ArrowDown')
    await page.keyboard.press('Shift+ArrowDown')
    await page.keyboard.press('Enter')
    await page.keyboard.type('Priya')
    await page.keyboard.press('Enter')
    await page.getByText('3 visitors named Priya').waitFor()
    expect((await inHouse()).visitors).toBe(57)
    await picture(page, 'visitors-named-together')
    await byId('undo').click()
    await expect.poll(async () => (await inHouse()).visitors).toBe(60)
    await page.getByRole('button', { name: 'Redo: naming 3 visitors Priya' }).waitFor()
    await page.keyboard.press('Control+k')
    await page.getByRole('option', { name: 'Redo: naming 3 visitors Priya' }).waitFor()
    await page.keyboard.press('Escape')
    const acts = await page.evaluate(() => window.porchlightFake?.call('journal', { limit: 10, before: null }))
    expect(acts?.map((act) => [act.kind, act.together, act.is_undone])).toEqual([['name_visitor', 3, true]])
  })

  test('whoever looks unlike the others is left out before they become one', async () => {
    await open()
    const numbers = await Promise.all([0, 1, 2, 3].map(numberOn))
    await page.evaluate((numbers) => {
      const fake = window.porchlightFake?.house
      for (const visitor of fake?.visitors ?? [])
        if (numbers.slice(0, 3).includes(visitor.number))
          for (const id of visitor.face_ids) fake?.faces.set(id, { seed: 61, variant: id % 9 })
    }, numbers)
    await cards().first().focus()
    await page.keyboard.press('Space')
    for (let i = 0; i < 3; i++) await page.keyboard.press('Shift+ArrowDown')
    await page.keyboard.press('m')
    await byId('together').waitFor()
    const left = page.locator('[data-testid="together-visitor"]:not(:has(input:checked))')
    expect(await left.count()).toBe(1)
    expect(await left.textContent()).toContain('Looks different')
    await looksRight(page, 'visitors-together')
    await byId('together-go').click()
    await page.getByText('3 visitors joined').waitFor()
    expect((await inHouse()).visitors).toBe(58)
    await page.keyboard.press('z')
    await expect.poll(async () => (await inHouse()).visitors).toBe(60)
  })

  test('are ignored, blacklisted and parted at once', async () => {
    await open()
    const odd = await numberOn(1)
    await page.evaluate((number) => {
      const fake = window.porchlightFake?.house
      const visitor = fake?.visitors.find((one) => one.number === number)
      const extra = [1, 2, 3].map(() => fake?.keepFace(visitor?.seed ?? 1, false).id ?? 0)
      const strange = fake?.keepFace(999, false).id ?? 0
      if (visitor) visitor.face_ids = [...extra, strange]
      fake?.changed()
    }, odd)
    await cards().first().focus()
    await page.keyboard.press('Space')
    await page.keyboard.press('Shift+ArrowDown')
    await page.keyboard.press('s')
    await byId('parting').waitFor()
    expect(await page.locator('[data-testid="part-face"][aria-pressed="true"]').count()).toBe(1)
    await looksRight(page, 'visitors-parting')
    await byId('part-go').click()
    await expect.poll(async () => (await inHouse()).visitors).toBe(61)

    await cards().first().focus()
    await page.keyboard.press('Space')
    await page.keyboard.press('Shift+ArrowDown')
    await page.keyboard.press('i')
    await page.getByText('2 visitors ignored').waitFor()
    expect((await inHouse()).visitors).toBe(59)
    await page.keyboard.press('Space')
    await page.keyboard.press('Shift+ArrowDown')
    await page.keyboard.press('b')
    await page.getByText('2 visitors blacklisted').waitFor()
    expect((await inHouse()).visitors).toBe(57)
    await page.keyboard.press('z')
    await page.keyboard.press('z')
    await page.keyboard.press('z')
    await expect.poll(async () => (await inHouse()).visitors).toBe(60)
  })

  test('a refused act leaves everybody where they were', async () => {
    await open()
    await page.evaluate(() =>
      window.porchlightFake?.refusals.set('name_visitors', { code: 'disk_full', message: '', trouble: null }),
    )
    await cards().first().focus()
    await page.keyboard.press('Space')
    await page.keyboard.press('Shift+ArrowDown')
    await page.keyboard.press('i')
    await page.getByText('The disk is full').waitFor()
    expect((await inHouse()).visitors).toBe(60)
    await expect.poll(() => chosen().count(), { message: 'still chosen' }).toBe(2)
  })
})

describe('ten thousand visitors', () => {
  const moveIn = () =>
    page.evaluate(() => {
      const fake = window.porchlightFake
      for (let i = 0; i < 10_000; i++) fake?.house.newVisitor(1_000 + (i % 700), 1 + (i % 3), i / 100)
      fake?.house.changed()
    })

  test('are scrolled and walked through without stutter', async () => {
    await open()
    await moveIn()
    await expect.poll(() => list().evaluate((list) => list.scrollHeight)).toBeGreaterThan(10_000 * 160)
    expect(await cards().count()).toBeLessThan(24)
    // From one end to the other in a hundred steps, each drawn: half of them before a person would notice.
    const usual = await list().evaluate(async (list) => {
      const frame = (): Promise<number> => new Promise((done) => requestAnimationFrame(done))
      const steps: number[] = []
      for (let i = 0; i <= 100; i++) {
        list.scrollTop = (list.scrollHeight * i) / 100
        const began = performance.now()
        await frame()
        await frame()
        steps.push(performance.now() - began)
      }
      return steps.sort((a, b) => a - b)[50] ?? Infinity
    })
    expect(usual, 'milliseconds for two frames after a jump').toBeLessThan(150)
    expect(await cards().count()).toBeLessThan(40)
    await cards().last().waitFor()
    await cards().last().focus()
    await page.keyboard.press('End')
    const last = await page.evaluate(
      () => [...(window.porchlightFake?.house.visitors ?? [])].sort((a, b) => a.last_seen - b.last_seen)[0]?.number,
    )
    await expect.poll(() => page.evaluate(() => document.activeElement?.getAttribute('data-number'))).toBe(String(last))
    await page.keyboard.press('Home')
    await expect.poll(() => list().evaluate((list) => list.scrollTop)).toBe(0)
  })

  test('all of them can be chosen, and what is too much at once says so', async () => {
    await open()
    await moveIn()
    await expect.poll(() => list().evaluate((list) => list.scrollHeight)).toBeGreaterThan(10_000 * 160)
    await cards().first().focus()
    await page.keyboard.press('Control+a')
    await page.getByText('At most 500 at once').waitFor()
    expect(await byId('selection-ignore').isDisabled()).toBe(true)
    await page.keyboard.press('i')
    expect((await inHouse()).visitors).toBe(10_060)
    await picture(page, 'visitors-ten-thousand')
  })
})

describe('the list', () => {
  test('looks right with and without a panel', async () => {
    await open()
    await looksRight(page, 'visitors')
    await page
      .getByRole('button', { name: /^Open visitor/ })
      .first()
      .click()
    await byId('visitor-panel').waitFor()
    await looksRight(page, 'visitors-panel')
  })

  test('in high contrast', async () => {
    await open({ contrast: true })
    await cards().first().focus()
    await page.keyboard.press('Space')
    expect(await findingsOn(page)).toEqual([])
    await picture(page, 'visitors-contrast')
  })

  test('keeps the strip being named in the document when it is scrolled away', async () => {
    await open()
    await cards().nth(1).focus()
    await page.keyboard.press('Enter')
    await page.keyboard.type('Half a na')
    await list().evaluate((list) => (list.scrollTop = list.scrollHeight))
    await page.keyboard.type('me')
    expect(await page.evaluate(() => (document.activeElement as HTMLInputElement).value)).toBe('Half a name')
  })
})
