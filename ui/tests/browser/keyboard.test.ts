// The window by keyboard alone: the palette, the list of shortcuts and each shortcut in it. Axe in every theme; a picture of each.
import type { Page } from 'playwright-core'
import { describe, expect, test } from 'vitest'
import { findingsOn, goTo, misfitsOn, picture, setLanguage, setTheme, sizes, useStage } from './harness'
import { shortcuts } from '../../src/lib/shortcuts/table'
import type { ShortcutId } from '../../src/lib/shortcuts/table'

const house = useStage()
let page: Page

const byId = (id: string) => page.getByTestId(id)
const picked = () => page.locator('[data-testid="palette-entry"][aria-selected="true"]')
const isAt = (view: string) => page.waitForSelector(`[data-testid="nav-${view}"][aria-current="page"]`)
const gone = (id: string) => byId(id).waitFor({ state: 'detached' })

describe('the palette', () => {
  test('goes to a view, a person and a camera by what is typed', async () => {
    page = await house.open({ hash: 'settings' })
    for (const [typed, arrives] of [
      ['aler', () => isAt('alerts')],
      ['ilse', () => page.waitForSelector('[data-testid="person-page"][data-name="Grandma Ilse"]')],
      ['garag', () => page.waitForSelector('[data-testid="camera-tile"]')],
    ] as const) {
      await page.keyboard.press('Control+k')
      await byId('palette-input').waitFor()
      await page.keyboard.type(typed)
      await page.keyboard.press('Enter')
      await gone('palette')
      await arrives()
    }
    expect(await page.evaluate(() => location.hash)).toBe('#/live/3')
  })

  test('does what is common: adding, theme, language, sound, a camera, undo', async () => {
    page = await house.open({ hash: 'people' })
    const run = async (typed: string): Promise<void> => {
      await page.keyboard.press('Control+k')
      await byId('palette-input').fill(typed)
      await page.keyboard.press('Enter')
      await gone('palette')
    }
    await run('add a person')
    await byId('add-person-name').waitFor()
    await page.keyboard.press('Escape')
    await gone('add-person-name')
    await run('add a camera')
    await byId('camera-name').waitFor()
    await page.keyboard.press('Escape')
    await gone('camera-name')
    await run('theme high contrast')
    await page.waitForFunction(() => document.documentElement.dataset['theme'] === 'contrast')
    await run('sound')
    await page.waitForFunction(() => window.porchlightFake?.house.settings.sound === false)
    await run('switch garage off')
    await page.waitForFunction(() => window.porchlightFake?.house.cameras[2]?.is_enabled === false)
    await run('deutsch')
    await page.waitForFunction(() => document.documentElement.lang === 'de')
    await run('language english')
    await page.waitForFunction(() => document.documentElement.lang === 'en')
    await goTo(page, 'visitors')
    await byId('visitor-card').first().focus()
    const number = await byId('visitor-card').first().getAttribute('data-number')
    await page.keyboard.press('i')
    await page.waitForSelector(`[data-number="${number}"]`, { state: 'detached' })
    await run('undo')
    await page.waitForSelector(`[data-number="${number}"]`)
  })

  test('is a field with a list for screen readers, sound in every theme, and fits a small window in every language', async () => {
    page = await house.open({ hash: 'live', size: sizes.small })
    await byId('open-palette').click()
    const field = page.getByRole('combobox')
    await field.waitFor()
    expect(await page.evaluate(() => document.activeElement?.getAttribute('role'))).toBe('combobox')
    await page.keyboard.press('ArrowDown')
    await page.keyboard.press('ArrowDown')
    const active = await field.getAttribute('aria-activedescendant')
    expect(await picked().getAttribute('id')).toBe(active)
    expect(await page.getByRole('listbox').getByRole('option').count()).toBeGreaterThan(20)
    await page.keyboard.press('ArrowUp')
    await page.keyboard.press('ArrowUp')
    await page.keyboard.press('ArrowUp')
    expect(await picked().getAttribute('data-entry'), 'up from the first is the last').not.toBe('view-live')
    for (const theme of ['dark', 'light', 'contrast'] as const) {
      await setTheme(page, theme)
      expect(await findingsOn(page, theme === 'contrast'), theme).toEqual([])
      await picture(page, `palette-${theme}`)
    }
    for (const code of ['de', 'es', 'id'] as const) {
      await setLanguage(page, code)
      expect(await misfitsOn(page), code).toEqual([])
      await picture(page, `palette-${code}`)
    }
    await page.keyboard.type('qqqq')
    await page.getByRole('status').filter({ hasText: 'Tidak ada' }).waitFor()
    expect(await findingsOn(page)).toEqual([])
    await page.keyboard.press('Escape')
    await gone('palette')
    expect(await page.evaluate(() => document.activeElement?.getAttribute('data-testid'))).toBe('open-palette')
  })
})

describe('the list of shortcuts', () => {
  test('comes with a question mark, holds the whole table, and is sound in every theme and language', async () => {
    page = await house.open({ hash: 'live', size: sizes.small })
    await page.keyboard.press('?')
    await byId('shortcuts').waitFor()
    const rows = page.locator('[data-shortcut]')
    expect(await rows.evaluateAll((all) => all.map((row) => row.getAttribute('data-shortcut')).sort())).toEqual(
      shortcuts.map(({ id }) => id as string).sort(),
    )
    expect(await page.locator('[data-shortcut="palette"]').textContent()).toContain('Ctrl')
    await page.setViewportSize(sizes.usual)
    expect(
      await byId('shortcuts').evaluate((list) => list.scrollHeight - list.clientHeight),
      'all are seen at once in a window of usual size',
    ).toBeLessThanOrEqual(0)
    await page.setViewportSize(sizes.small)
    for (const theme of ['dark', 'light', 'contrast'] as const) {
      await setTheme(page, theme)
      expect(await findingsOn(page, theme === 'contrast'), theme).toEqual([])
      await picture(page, `shortcuts-${theme}`)
    }
    for (const code of ['de', 'es', 'id'] as const) {
      await setLanguage(page, code)
      expect(await misfitsOn(page), code).toEqual([])
      await picture(page, `shortcuts-${code}`)
    }
    await page.keyboard.press('Escape')
    await gone('shortcuts')
  })

  test('is not asked for by a question mark in a name', async () => {
    page = await house.open({ hash: 'people' })
    await page.getByRole('searchbox').focus()
    await page.keyboard.type('g v?')
    expect(await page.getByRole('searchbox').inputValue()).toBe('g v?')
    await isAt('people')
    expect(await byId('shortcuts').count()).toBe(0)
  })
})

/** What each shortcut of a view does, tried. One that is in the table and not here has no proof. */
const tried: Record<
  Extract<(typeof shortcuts)[number], { place: 'live' | 'visitors' | 'timeline' | 'pictures' }>['id'],
  () => Promise<void>
> = {
  'live.enlarge': async () => {
    await goTo(page, 'live')
    await byId('camera-tile').first().focus()
    await page.keyboard.press('Enter')
    await page.waitForFunction(() => location.hash.startsWith('#/live/'))
  },
  'live.face': async () => {
    await goTo(page, 'live')
    await page.evaluate(() => {
      const fake = window.porchlightFake
      const visitor = fake?.house.visitors[0]
      if (!fake || !visitor) return
      fake.visits.start()
      fake.visits.send(visitor.seed, 1)
    })
    const tile = page.locator('[data-testid="camera-tile"][data-camera="1"]')
    await tile.locator('[data-testid="face-label"] li').first().waitFor({ state: 'attached' })
    await tile.focus()
    // A face without a sighting yet has nothing to open: ask until it has.
    await expect
      .poll(
        async () => {
          if ((await byId('name-here').count()) === 0) await page.keyboard.press('1')
          return await byId('name-here').count()
        },
        { timeout: 20_000 },
      )
      .toBe(1)
  },
  'live.pause': async () => {
    await onLarge('Space')
    await isPaused(true)
    await page.keyboard.press('Space')
    await isPaused(false)
  },
  'live.back': async () => {
    await onLarge('ArrowLeft')
    await isPaused(true)
  },
  'live.on': async () => {
    await onLarge('Home')
    const at = () => byId('live-scrub').locator('input').inputValue()
    const oldest = Number(await at())
    await page.keyboard.press('ArrowRight')
    await expect.poll(async () => Number(await at())).toBeGreaterThan(oldest)
  },
  'live.now': async () => {
    await onLarge('Space')
    await page.keyboard.press('End')
    await isPaused(false)
  },
  'live.closer': async () => {
    await onLarge('+')
    await expect.poll(scale).toBeGreaterThan(1)
  },
  'live.wider': async () => {
    for (const key of ['+', '+', '-']) await onLarge(key)
    await expect.poll(scale).toBeCloseTo(1.25)
  },
  'live.whole': async () => {
    for (const key of ['+', '+', '0']) await onLarge(key)
    await expect.poll(scale).toBe(1)
  },
  'live.boxes': async () => {
    await onLarge('b')
    await page.waitForSelector('[data-testid="live-boxes"][aria-label="Show boxes and names"]')
  },
  'live.mark': async () => {
    await onLarge('m')
    await byId('mark-layer').waitFor()
  },
  'live.save': async () => {
    await onLarge('s')
    await expect.poll(() => page.evaluate(() => window.porchlightFake?.saved.length)).toBe(1)
  },
  'live.full': async () => {
    await onLarge('f')
    await page.waitForSelector('[data-testid="live"][data-full="true"]')
  },
  'visitors.move': async () => {
    const [first, second] = await numbers()
    await onVisitor('ArrowDown')
    expect(await focused()).toBe(second)
    await page.keyboard.press('ArrowUp')
    expect(await focused()).toBe(first)
  },
  'visitors.name': async () => {
    await onVisitor('Enter')
    expect(await page.evaluate(() => document.activeElement?.getAttribute('data-testid'))).toBe('visitor-name-input')
  },
  'visitors.yes': () => leaves('y'),
  'visitors.no': async () => {
    await onVisitor('n')
    await page.getByText(/^Not .*, noted$/).waitFor()
  },
  'visitors.open': async () => {
    await onVisitor('o')
    await byId('visitor-panel').waitFor()
  },
  'visitors.blacklist': () => leaves('b'),
  'visitors.ignore': () => leaves('i'),
  'visitors.same': async () => {
    await onVisitor('m')
    await byId('who-search').waitFor()
  },
  'visitors.choose': async () => {
    const [first] = await numbers()
    await onVisitor('Space')
    await expect.poll(chosen).toEqual([first])
    await page.keyboard.press('Space')
    await expect.poll(chosen).toEqual([])
  },
  'visitors.reach': async () => {
    const all = await numbers()
    await onVisitor('Shift+ArrowDown')
    await expect.poll(chosen).toEqual(all.slice(0, 2))
    await page.keyboard.press('Shift+ArrowDown')
    await expect.poll(chosen).toEqual(all.slice(0, 3))
    await page.keyboard.press('Shift+ArrowUp')
    await expect.poll(chosen).toEqual(all.slice(0, 2))
  },
  'visitors.all': async () => {
    const all = await numbers()
    await onVisitor('ControlOrMeta+a')
    await expect.poll(chosen).toEqual(all)
    expect(await byId('visitor-selected').textContent()).toBe(`${all.length} chosen`)
  },
  'visitors.part': async () => {
    const before = await numbers()
    await onVisitor('s')
    expect(await byId('parting').count(), 'nobody is chosen').toBe(0)
    await page.keyboard.press('Space')
    await expect.poll(chosen).toEqual(before.slice(0, 1))
    await page.keyboard.press('s')
    await byId('part-face').first().click()
    await byId('part-go').click()
    await expect.poll(async () => (await numbers()).length, { message: 'the face is somebody' }).toBe(before.length + 1)
  },
  'visitors.undo': async () => {
    const before = await numbers()
    await leaves('i')
    await page.keyboard.press('z')
    await expect.poll(async () => (await numbers()).sort()).toEqual(before.sort())
  },
  'visitors.redo': async () => {
    const before = await numbers()
    await leaves('i')
    const after = await numbers()
    await page.keyboard.press('z')
    await expect.poll(async () => (await numbers()).sort()).toEqual(before.sort())
    await page.keyboard.press('Shift+Z')
    await expect.poll(async () => (await numbers()).sort()).toEqual(after.sort())
  },
  'timeline.move': async () => {
    await goTo(page, 'timeline')
    await byId('timeline-row').nth(1).getByRole('button').first().focus()
    const here = () =>
      page.evaluate(() => document.activeElement?.closest('[data-sighting]')?.getAttribute('data-sighting'))
    const before = await here()
    await page.keyboard.press('ArrowDown')
    await expect.poll(here).not.toBe(before)
    await page.keyboard.press('ArrowUp')
    await expect.poll(here).toBe(before)
  },
  'timeline.find': async () => {
    await goTo(page, 'timeline')
    await page.locator('[data-testid="timeline-row"]:has([data-testid="timeline-find"]) button').first().focus()
    await page.keyboard.press('f')
    await byId('timeline-found').waitFor()
  },
  'timeline.choose': async () => {
    await goTo(page, 'timeline')
    await byId('timeline-row').nth(1).getByRole('button').first().focus()
    await page.keyboard.press('Space')
    await expect.poll(chosenRows).toBe(1)
    await page.keyboard.press('Space')
    await expect.poll(chosenRows).toBe(0)
  },
  'timeline.reach': async () => {
    await goTo(page, 'timeline')
    await byId('timeline-row').nth(1).getByRole('button').first().focus()
    await page.keyboard.press('Shift+ArrowDown')
    await expect.poll(chosenRows).toBe(2)
    await page.keyboard.press('Escape')
    await expect.poll(chosenRows).toBe(0)
  },
  'timeline.all': async () => {
    await goTo(page, 'timeline')
    await byId('timeline-row').nth(1).getByRole('button').first().focus()
    await page.keyboard.press('Control+a')
    await expect.poll(chosenRows).toBeGreaterThan(2)
  },
  'pictures.take': async () => {
    await goTo(page, 'person')
    await byId('person-camera').click()
    await page.locator('[data-testid="teach-picture"][data-ready="true"]').waitFor()
    // Wherever in the dialog the focus is, but on a button.
    await page.evaluate(() => (document.activeElement as HTMLElement | null)?.blur())
    await page.keyboard.press('Space')
    await page.locator('[data-testid="teach-result"][data-result="no_face"]').waitFor()
  },
}

const chosenRows = () => page.locator('[data-testid="timeline-row"][data-chosen="true"]').count()
const isPaused = (isSo: boolean) => page.waitForSelector(`[data-large="true"][data-paused="${isSo}"]`)
const scale = async () => Number(await byId('live-zoom').getAttribute('data-scale'))
/** Presses a key on the first camera, large and with some pictures behind it. */
async function onLarge(key: string): Promise<void> {
  if (!page.url().endsWith('#/live/1')) {
    await page.evaluate(() => (location.hash = '#/live/1'))
    await page.waitForFunction(
      () => Number(document.querySelector('[data-testid="live-scrub"]')?.getAttribute('data-seconds')) >= 1,
    )
  }
  await page.locator('[data-testid="camera-tile"][data-large="true"]').focus()
  await page.keyboard.press(key)
}
const numbers = (): Promise<(string | null)[]> =>
  byId('visitor-card').evaluateAll((all) => all.map((one) => one.getAttribute('data-number')))
const chosen = (): Promise<(string | null)[]> =>
  page
    .locator('[data-testid="visitor-card"][data-chosen="true"]')
    .evaluateAll((all) => all.map((one) => one.getAttribute('data-number')))
const focused = () => page.evaluate(() => document.activeElement?.getAttribute('data-number'))
async function onVisitor(key: string): Promise<void> {
  await goTo(page, 'visitors')
  await byId('visitor-card').first().focus()
  await page.keyboard.press(key)
}
async function leaves(key: string): Promise<void> {
  await goTo(page, 'visitors')
  const [first] = await numbers()
  await onVisitor(key)
  await page.waitForSelector(`[data-testid="visitor-card"][data-number="${first}"]`, { state: 'detached' })
}

describe('a shortcut of a view does what the list says', () => {
  test.each(Object.keys(tried) as ShortcutId[])('%s', async (id) => {
    page = await house.open({ hash: 'visitors' })
    await goTo(page, 'visitors')
    await tried[id as keyof typeof tried]()
  })
})

test('g and a letter go to each view', async () => {
  page = await house.open({ hash: 'live' })
  for (const { id, keys } of shortcuts.filter((one) => one.place === 'go')) {
    for (const key of keys[0].split(' ')) await page.keyboard.press(key)
    await isAt(id.replace('go.', ''))
  }
})
