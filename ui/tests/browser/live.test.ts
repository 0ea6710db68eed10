// The live view in Chromium: one camera large, zoom, the last half minute, naming and marking on the picture, saving,
// full screen, every state of a camera; by pointer and by keyboard, and looked at by axe in both themes.
import type { Page } from 'playwright-core'
import { describe, expect, test } from 'vitest'
import { findingsOn, picture, setTheme, sizes, useStage } from './harness'
import type { Open } from './harness'

const house = useStage()
let page: Page

const byId = (id: string) => page.getByTestId(id)
const large = () => page.locator('[data-testid="camera-tile"][data-large="true"]')
const tileOf = (camera: number) => page.locator(`[data-testid="camera-tile"][data-camera="${camera}"]`)
const pictureThere = (tile: ReturnType<typeof tileOf>) => tile.locator('canvas.has-picture').waitFor()
const press = (key: string) => page.keyboard.press(key)

async function open(how: Open = {}): Promise<void> {
  page = await house.open({ hash: 'live/1', ...how })
  await pictureThere(large().or(tileOf(1)).first())
}

/** Sends somebody to the front door; gives who they are for the program. */
async function send(who: 'visitor' | 'known', isMissed = false): Promise<string> {
  return await page.evaluate(
    ({ who, isMissed }) => {
      const fake = window.porchlightFake
      if (!fake) return ''
      const visitor = fake.house.visitors[0]
      const known = fake.house.people.find((person) => person.kind === 'known')
      fake.visits.start()
      fake.visits.send((who === 'visitor' ? visitor?.seed : known?.seed) ?? 0, 1, 0.5, isMissed)
      return who === 'visitor' ? `Visitor ${visitor?.number}` : (known?.name ?? '')
    },
    { who, isMissed },
  )
}

const faceKey = (who: string) => tileOf(1).getByTestId('face-key').filter({ hasText: who })

describe('one camera large', () => {
  test('by double click, by Enter and by its button; the others are a strip, and so it goes back', async () => {
    await open({ hash: 'live' })
    expect(await byId('camera-tile').count()).toBe(4)
    await tileOf(2).dblclick({ position: { x: 40, y: 40 } })
    await page.waitForSelector('[data-camera="2"][data-large="true"]')
    const [one, other] = [await large().boundingBox(), await tileOf(3).boundingBox()]
    expect(one?.width ?? 0, 'the large one is much larger').toBeGreaterThan(3 * (other?.width ?? 0))
    expect(await byId('camera-tile').count(), 'and the others are still there').toBe(4)
    await tileOf(3).click()
    await page.waitForSelector('[data-camera="3"][data-large="true"]')
    await press('Escape')
    await page.waitForFunction(() => !document.querySelector('[data-large="true"]'))
    await tileOf(1).focus()
    await press('ArrowRight')
    expect(await page.evaluate(() => document.activeElement?.getAttribute('data-camera'))).toBe('2')
    await press('Enter')
    await page.waitForSelector('[data-camera="2"][data-large="true"]:focus')
    await byId('live-shrink').click()
    await page.waitForFunction(() => !document.querySelector('[data-large="true"]'))
  })

  test.each([
    ['usual', sizes.usual],
    ['small', sizes.small],
    ['wide', { width: 1920, height: 1080 }],
  ] as const)('has nothing that axe finds in a %s window, by night and by day', async (name, size) => {
    await open({ size })
    const who = await send('visitor')
    await faceKey(who).waitFor({ state: 'attached' })
    for (const theme of ['dark', 'light'] as const) {
      await setTheme(page, theme)
      await large().hover()
      expect(await findingsOn(page), theme).toEqual([])
      await picture(page, `live-one-${name}-${theme}`)
    }
    const tooWide = await page.evaluate(() => document.documentElement.scrollWidth > innerWidth)
    expect(tooWide, 'the window scrolls sideways').toBe(false)
  })

  test('fills the screen with F and leaves it with Esc, and nothing behind it can be reached', async () => {
    await open()
    await large().focus()
    await press('f')
    await page.waitForSelector('[data-testid="live"][data-full="true"]')
    const [tile, room] = [await large().boundingBox(), page.viewportSize()]
    expect(tile?.width, 'from edge to edge').toBe(room?.width)
    expect(await byId('nav-live').isVisible(), 'the rail is out of reach').toBe(false)
    await picture(page, 'live-full')
    await press('Escape')
    await page.waitForSelector('[data-testid="live"][data-full="false"]')
    expect(await byId('nav-live').isVisible()).toBe(true)
    expect(await large().count(), 'the camera is still the large one').toBe(1)
  })
})

describe('digital zoom', () => {
  const scale = async (): Promise<number> => Number(await byId('live-zoom').getAttribute('data-scale'))

  test('by wheel, keys and buttons, and back with a double click', async () => {
    await open()
    const who = await send('visitor')
    await faceKey(who).waitFor({ state: 'attached' })
    expect(await scale()).toBe(1)
    await large().hover({ position: { x: 500, y: 200 } })
    await page.mouse.wheel(0, -500)
    await page.waitForFunction(
      () => Number(document.querySelector('[data-testid="live-zoom"]')?.getAttribute('data-scale')) > 1.8,
    )
    await picture(page, 'live-zoomed')
    await large().focus()
    const before = await scale()
    await press('+')
    expect(await scale()).toBeGreaterThan(before)
    await press('-')
    expect(await scale()).toBeCloseTo(before, 1)
    await large().dblclick({ position: { x: 60, y: 200 } })
    expect(await scale()).toBe(1)
    expect(await large().count(), 'the double click only showed all of it').toBe(1)
    await press('-')
    expect(await scale(), 'never less than all of it').toBe(1)
  })

  test('drags the picture, by hand and by Shift and arrows, and a drag is no click on a face', async () => {
    await open()
    const who = await send('visitor')
    await faceKey(who).waitFor({ state: 'attached' })
    await large().focus()
    for (let i = 0; i < 5; i++) await press('+')
    await press(' ')
    const looks = async (): Promise<string> => {
      const box = await large().boundingBox()
      if (!box) throw new Error('the tile is not on the screen')
      const clip = { x: box.x + 300, y: box.y + 120, width: 200, height: 120 }
      return (await page.screenshot({ clip })).toString('base64')
    }
    const here = await looks()
    const box = await large().boundingBox()
    if (!box) throw new Error('the tile is not on the screen')
    await page.mouse.move(box.x + box.width / 2, box.y + box.height / 2)
    await page.mouse.down()
    await page.mouse.move(box.x + box.width / 2 - 160, box.y + box.height / 2 + 60, { steps: 6 })
    await page.mouse.up()
    await expect.poll(looks, { timeout: 5_000 }).not.toBe(here)
    expect(await byId('why-panel').count(), 'no panel came up').toBe(0)
    const there = await looks()
    await press('Shift+ArrowRight')
    await expect.poll(looks, { timeout: 5_000 }).not.toBe(there)
  })
})

describe('the last half minute', () => {
  const isPaused = async (): Promise<boolean> => (await large().getAttribute('data-paused')) === 'true'
  const at = async (): Promise<string> => (await byId('tile-paused').textContent()) ?? ''

  test('is paused with Space, stepped through with the arrows, and left with Live', async () => {
    await open()
    const who = await send('visitor')
    await faceKey(who).waitFor({ state: 'attached' })
    await page.waitForFunction(
      () => Number(document.querySelector('[data-testid="live-scrub"]')?.getAttribute('data-seconds')) >= 3,
    )
    await large().focus()
    await press(' ')
    expect(await isPaused()).toBe(true)
    const now = await at()
    await press('Home')
    await expect.poll(at, { message: 'the oldest picture is another' }).not.toBe(now)
    // Nobody was there yet, and the words follow the picture that is shown.
    await faceKey(who).waitFor({ state: 'detached' })
    expect(await byId('live-scrub').locator('[data-verdict="visitor"]').count()).toBeGreaterThan(0)
    expect(await findingsOn(page)).toEqual([])
    await picture(page, 'live-paused')
    await press('ArrowRight')
    await press('ArrowLeft')
    await byId('live-now').click()
    expect(await isPaused()).toBe(false)
    await faceKey(who).waitFor({ state: 'attached' })
  })

  test('an arrow back from the live picture pauses, and the bar goes to any moment', async () => {
    await open()
    await page.waitForFunction(
      () => Number(document.querySelector('[data-testid="live-scrub"]')?.getAttribute('data-seconds')) >= 2,
    )
    await large().focus()
    await press('ArrowLeft')
    expect(await isPaused()).toBe(true)
    const bar = await byId('live-scrub').boundingBox()
    if (!bar) throw new Error('the bar is not on the screen')
    await page.mouse.click(bar.x + bar.width - 30, bar.y + bar.height / 2)
    await expect
      .poll(async () => byId('live-scrub').locator('input').getAttribute('aria-valuetext'))
      .toMatch(/seconds back/)
    await press('End')
    expect(await isPaused()).toBe(false)
  })

  test('is dropped when the camera is no longer large', async () => {
    await open()
    const seconds = () => byId('live-scrub').getAttribute('data-seconds')
    await expect.poll(async () => Number(await seconds()), { timeout: 10_000 }).toBeGreaterThanOrEqual(2)
    await press('Escape')
    await page.waitForFunction(() => !document.querySelector('[data-large="true"]'))
    await tileOf(1).focus()
    await press('Enter')
    expect(Number(await seconds()), 'nothing was kept').toBeLessThanOrEqual(1)
  })
})

describe('naming on the picture', () => {
  test('by keyboard alone: Tab to the face, Enter, the name, Enter, and undo', async () => {
    await open()
    const who = await send('visitor')
    await faceKey(who).waitFor({ state: 'attached' })
    await large().focus()
    await press('Tab')
    expect(await page.evaluate(() => document.activeElement?.getAttribute('data-testid'))).toBe('face-key')
    await picture(page, 'live-face-focused')
    await press('Enter')
    await page.waitForSelector('[data-testid="name-here-input"]:focus')
    await page.keyboard.type('Priya')
    for (const theme of ['light', 'dark'] as const) {
      await setTheme(page, theme)
      expect(await findingsOn(page), theme).toEqual([])
      await picture(page, `live-naming-${theme}`)
    }
    await press('Enter')
    await faceKey('Priya').waitFor({ state: 'attached' })
    await byId('name-here').waitFor({ state: 'detached' })
    await byId('undo').click()
    await faceKey(who).waitFor({ state: 'attached' })
  })

  test('a click on the label opens the field, a number does too, and Why? the panel', async () => {
    await open()
    const who = await send('visitor')
    await faceKey(who).waitFor({ state: 'attached' })
    await large().focus()
    await press('1')
    await byId('name-here').waitFor()
    await press('Escape')
    await byId('name-here').waitFor({ state: 'detached' })
    expect(await large().count(), 'Esc closed the field only').toBe(1)
    await press(' ')
    const label = await page.evaluate(() => {
      // The label stands above the face, which is at 44 % of the height and a quarter of it high.
      const box = document.querySelector('[data-large="true"]')?.getBoundingClientRect()
      return { x: (box?.width ?? 0) * 0.5, y: (box?.height ?? 0) * 0.44 }
    })
    const isThere = () => byId('name-here').count()
    for (let up = 0; up < 30 && (await isThere()) === 0; up++) {
      await large().click({ position: { x: label.x, y: label.y - 60 - up * 6 } })
      if ((await byId('why-panel').count()) > 0) {
        await press('Escape')
        await byId('why-panel').waitFor({ state: 'detached' })
      }
    }
    expect(await isThere(), 'the label was found above the face').toBe(1)
    await byId('name-here-why').click()
    await byId('why-panel').waitFor()
  })
})

describe('a face that was missed', () => {
  async function drag(): Promise<void> {
    const box = await large().boundingBox()
    if (!box) throw new Error('the tile is not on the screen')
    await page.mouse.move(box.x + box.width * 0.42, box.y + box.height * 0.26)
    await page.mouse.down()
    await page.mouse.move(box.x + box.width * 0.58, box.y + box.height * 0.62, { steps: 5 })
    await page.mouse.up()
  }
  const stands = () =>
    page.waitForFunction(() => {
      const walkers = window.porchlightFake?.visits.at(1, Date.now()).walkers ?? []
      return walkers.some((walker) => Math.abs(walker.x - 0.5) < 0.02)
    })

  test('is marked with M and a box, named, kept, and the naming taken back', async () => {
    await open()
    await send('visitor', true)
    await stands()
    await large().focus()
    await press('m')
    await page.waitForSelector('[data-testid="mark-layer"][data-step="drawing"]')
    expect(await large().getAttribute('data-paused')).toBe('true')
    await picture(page, 'live-marking')
    await drag()
    await page.waitForSelector('[data-testid="marked"][data-outcome="face"]')
    await page.waitForSelector('[data-testid="marked-name"]:focus')
    for (const theme of ['light', 'dark'] as const) {
      await setTheme(page, theme)
      expect(await findingsOn(page), theme).toEqual([])
      await picture(page, `live-marked-${theme}`)
    }
    await page.keyboard.type('Priya')
    await press('Enter')
    await byId('mark-layer').waitFor({ state: 'detached' })
    const people = () => page.evaluate(() => window.porchlightFake?.house.people.map((person) => person.name) ?? [])
    expect(await people()).toContain('Priya')
    await byId('undo').click()
    await expect.poll(people).not.toContain('Priya')
  })

  test('a box around somebody who was found already names them', async () => {
    await open()
    const who = await send('visitor')
    await faceKey(who).waitFor({ state: 'attached' })
    await stands()
    await large().focus()
    await press('m')
    await page.waitForSelector('[data-testid="mark-layer"][data-step="drawing"]')
    await drag()
    await byId('name-here').waitFor()
    expect(await byId('mark-layer').count(), 'nobody was missed').toBe(0)
    expect(await byId('name-here').textContent()).toContain(who)
    await picture(page, 'live-not-missed')
  })

  test('by keys alone, and where there is no face it is said', async () => {
    await open()
    await large().focus()
    await press('m')
    await page.waitForSelector('[data-testid="mark-layer"][data-step="drawing"]:focus')
    await press('ArrowRight')
    await press('Shift+ArrowDown')
    await press('Enter')
    await page.waitForSelector('[data-testid="marked"][data-outcome="face"]')
    expect(await byId('marked').textContent()).toContain('No eyes and mouth were found')
    await byId('marked-again').click()
    await page.waitForSelector('[data-testid="mark-layer"][data-step="drawing"]')
    await press('Escape')
    await byId('mark-layer').waitFor({ state: 'detached' })
    expect(await large().count(), 'Esc left the marking only').toBe(1)
  })

  test('without models says what is missing', async () => {
    await open({ scenario: 'no-models' })
    await large().focus()
    await press('m')
    await page.waitForSelector('[data-testid="mark-layer"][data-step="drawing"]')
    await drag()
    await page.waitForSelector('[data-testid="mark-layer"][data-step="seen"]')
    expect(await byId('marked').textContent()).toContain('models are missing')
    await picture(page, 'live-marked-no-models')
  })
})

describe('a picture is saved', () => {
  const saved = () => page.evaluate(() => window.porchlightFake?.saved ?? [])

  test('with S, under the name of the camera and the moment, with boxes or without', async () => {
    await open()
    const who = await send('visitor')
    await faceKey(who).waitFor({ state: 'attached' })
    await large().focus()
    const download = page.waitForEvent('download')
    await press('s')
    expect((await download).suggestedFilename()).toMatch(/^Front door \d{4}-\d\d-\d\d \d\d\.\d\d\.\d\d\.jpg$/)
    await page.getByText(/^Saved: Front door/).waitFor()
    await press('b')
    expect(await byId('live-boxes').getAttribute('aria-label')).toBe('Show boxes and names')
    await picture(page, 'live-without-boxes')
    await byId('live-save').click()
    await expect.poll(async () => (await saved()).length).toBe(2)
    expect(
      (await saved()).every(({ bytes }) => bytes > 10_000),
      'they are pictures',
    ).toBe(true)
  })

  test('going back saves nothing and says nothing; a refusal is told', async () => {
    await open()
    await page.evaluate(() => {
      if (window.porchlightFake) window.porchlightFake.saves = 'went-back'
    })
    await byId('live-save').click()
    await page.evaluate(() => {
      if (window.porchlightFake) window.porchlightFake.saves = 'refused'
    })
    await byId('live-save').click()
    await page.getByText('The picture could not be written there').first().waitFor()
    expect(await page.getByText(/^Saved/).count()).toBe(0)
  })
})

describe('every state of a camera', () => {
  test('is drawn with what to do, large and small', async () => {
    page = await house.open({ scenario: 'states', hash: 'live' })
    await pictureThere(tileOf(1))
    for (const theme of ['dark', 'light'] as const) {
      await setTheme(page, theme)
      expect(await findingsOn(page), theme).toEqual([])
      await picture(page, `live-states-${theme}`)
    }
    expect(await tileOf(4).textContent()).toContain('This camera refused the password')
    await tileOf(4).getByTestId('state-cameras').waitFor()
    await tileOf(5).getByTestId('state-switch-on').click()
    await page.waitForSelector('[data-camera="5"][data-state="live"]')
    await tileOf(6).getByTestId('state-try').click()
    await page.waitForSelector('[data-camera="6"][data-state="live"]')
    await tileOf(4).dblclick({ position: { x: 20, y: 20 } })
    await page.waitForSelector('[data-camera="4"][data-large="true"]')
    expect(await findingsOn(page)).toEqual([])
    await picture(page, 'live-refused-large')
  })

  test('without models every picture says so', async () => {
    await open({ scenario: 'no-models', hash: 'live' })
    await expect.poll(async () => byId('tile-no-models').count()).toBe(4)
  })
})
