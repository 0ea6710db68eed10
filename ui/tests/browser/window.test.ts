// The whole page in Chromium, on the fake household, under the window's content policy: every view, the main flows by
// keyboard, and axe in both themes. A picture of each is kept.
import type { Page } from 'playwright-core'
import { describe, expect, test } from 'vitest'
import { findingsOn, picture, setTheme, sizes, useStage } from './harness'
import type { Open } from './harness'

const house = useStage()
let page: Page

const byId = (id: string) => page.getByTestId(id)

const findings = () => findingsOn(page)

async function raiseAlert(cameraId = 1): Promise<void> {
  await page.evaluate((cameraId) => {
    const fake = window.porchlightFake
    const person = fake?.house.people.find((one) => one.kind === 'blacklisted')
    if (person) fake?.house.raiseAlert(person, cameraId)
  }, cameraId)
}

async function sendVisitor(): Promise<string> {
  return await page.evaluate(() => {
    const fake = window.porchlightFake
    const visitor = fake?.house.visitors[0]
    if (!fake || !visitor) return ''
    fake.visits.start()
    fake.visits.send(visitor.seed, 1)
    return `Visitor ${visitor.number}`
  })
}

const faceLabels = () => page.locator('[data-testid="camera-tile"][data-camera="1"] [data-testid="face-label"]')

interface Stop extends Open {
  name: string
  /** What shows that the view is there. */
  shows: string
}

const stops: Stop[] = [
  { name: 'live', hash: 'live', shows: '[data-testid="camera-tile"][data-state="live"] canvas.has-picture' },
  { name: 'live-large', hash: 'live/1', shows: '[data-testid="camera-tile"] canvas.has-picture' },
  { name: 'live-welcome', scenario: 'empty', hash: 'live', shows: '[data-testid="first-camera"]' },
  {
    name: 'live-troubled',
    scenario: 'troubled',
    hash: 'live',
    shows: '[data-testid="camera-tile"][data-state="failed"]',
  },
  { name: 'live-without-models', scenario: 'no-models', hash: 'live', shows: '[data-testid="install-models"]' },
  { name: 'visitors', hash: 'visitors', shows: '[data-testid="visitor-card"]' },
  { name: 'visitors-empty', scenario: 'empty', hash: 'visitors', shows: 'h2' },
  { name: 'people', hash: 'people', shows: '[data-testid="person-card"]' },
  { name: 'people-many', scenario: 'crowd', hash: 'people', shows: '[data-testid="person-card"]' },
  { name: 'alerts', hash: 'alerts', shows: '[data-testid="alert-row"]' },
  { name: 'alerts-empty', scenario: 'empty', hash: 'alerts', shows: 'h2' },
  { name: 'cameras', hash: 'cameras', shows: '[data-testid="camera-row"]' },
  { name: 'cameras-troubled', scenario: 'troubled', hash: 'cameras', shows: '[data-state="failed"]' },
  { name: 'settings', hash: 'settings', shows: '[data-testid="settings-theme"]' },
]

describe.each(stops)('$name', (stop) => {
  test('has nothing that axe finds, by night and by day, and fits a small window', async () => {
    page = await house.open(stop)
    await page.waitForSelector(stop.shows)
    for (const theme of ['dark', 'light'] as const) {
      await setTheme(page, theme)
      expect(await findings(), theme).toEqual([])
      await picture(page, `${stop.name}-${theme}`)
    }
    await page.setViewportSize(sizes.small)
    await setTheme(page, 'dark')
    await picture(page, `${stop.name}-small`)
    const tooWide = await page.evaluate(() => document.documentElement.scrollWidth > innerWidth)
    expect(tooWide, 'the window scrolls sideways').toBe(false)
  })
})

test('more contrast has nothing that axe finds on any view', async () => {
  page = await house.open({ hash: 'live', contrast: true })
  for (const view of ['live', 'visitors', 'people', 'alerts', 'cameras', 'settings']) {
    await byId(`nav-${view}`).click()
    await page.waitForSelector(`[data-testid="nav-${view}"][aria-current="page"]`)
    expect(await page.evaluate(() => document.documentElement.dataset['theme'])).toBe('contrast')
    expect(await findings(), view).toEqual([])
    await picture(page, `${view}-contrast`)
  }
})

describe('naming a visitor', () => {
  test('by keyboard alone: arrow, Enter, name, Enter, and undo', async () => {
    page = await house.open({ hash: 'visitors' })
    await byId('visitor-card').first().focus()
    await page.keyboard.press('ArrowDown')
    const card = page.locator('[data-testid="visitor-card"]:focus')
    const number = await card.getAttribute('data-number')
    await page.keyboard.press('Enter')
    await page.keyboard.type('Priya')
    await picture(page, 'visitors-naming')
    await page.keyboard.press('Enter')
    await page.waitForSelector(`[data-testid="visitor-card"][data-number="${number}"]`, { state: 'detached' })
    expect(await page.evaluate(() => document.activeElement?.getAttribute('data-testid'))).toBe('visitor-name-input')
    expect(await byId('nav-visitors').textContent()).toContain('4')
    await picture(page, 'visitors-named')
    await byId('undo').click()
    await page.waitForSelector(`[data-testid="visitor-card"][data-number="${number}"]`)
    await page.keyboard.press('Control+Shift+Z')
    await page.waitForSelector(`[data-testid="visitor-card"][data-number="${number}"]`, { state: 'detached' })
  })

  test('shows the name on the live picture', async () => {
    page = await house.open({ hash: 'live' })
    const visitor = await sendVisitor()
    await faceLabels().getByText(visitor).waitFor({ state: 'attached' })
    await picture(page, 'live-visitor')
    await page.locator('[data-testid="lately"]', { hasText: visitor }).first().click()
    await byId('sighting-panel').waitFor()
    expect(await findings()).toEqual([])
    await picture(page, 'live-panel')
    await byId('sighting-name-input').fill('Priya')
    await page.keyboard.press('Enter')
    await faceLabels().getByText('Priya').waitFor({ state: 'attached' })
  })

  test('a click on a face opens its panel, a click beside it enlarges the camera', async () => {
    page = await house.open({ hash: 'live' })
    const visitor = await sendVisitor()
    await faceLabels().getByText(visitor).waitFor({ state: 'attached' })
    const tile = page.locator('[data-testid="camera-tile"][data-camera="1"]')
    const box = await tile.boundingBox()
    if (!box) throw new Error('the tile is not on the screen')
    await tile.click({ position: { x: box.width * 0.5, y: box.height * 0.44 } })
    await byId('sighting-panel').waitFor()
    await page.keyboard.press('Escape')
    await byId('sighting-panel').waitFor({ state: 'detached' })
    await tile.click({ position: { x: 20, y: 20 } })
    await page.waitForSelector('[data-testid="camera-tile"][data-camera="1"][data-large="true"]')
    await page.keyboard.press('Escape')
    await page.waitForSelector('[data-testid="camera-tile"][data-large="true"]', { state: 'detached' })
  })

  test('"same as" joins a visitor with a person', async () => {
    page = await house.open({ hash: 'visitors' })
    await byId('visitor-card').first().focus()
    await page.keyboard.press('m')
    await page.getByRole('dialog').waitFor()
    expect(await findings()).toEqual([])
    await picture(page, 'visitors-same-as')
    await page.keyboard.type('mei')
    await page.keyboard.press('Enter')
    await page.getByRole('dialog').waitFor({ state: 'detached' })
    await page.waitForFunction(() => document.querySelectorAll('[data-testid="visitor-card"]').length === 4)
  })
})

describe('an alert', () => {
  test('stands over every view, and Acknowledge has the focus', async () => {
    page = await house.open({ hash: 'settings' })
    await raiseAlert(1)
    await raiseAlert(2)
    await byId('alert-popup').waitFor()
    await page.waitForFunction(() => document.activeElement?.getAttribute('data-testid') === 'alert-acknowledge')
    expect(await byId('alert-popup').textContent()).toContain('Blacklisted: Mr Novak')
    expect(await byId('alert-popup').textContent()).toContain('Front door')
    for (const theme of ['dark', 'light'] as const) {
      await setTheme(page, theme)
      expect(await findings(), theme).toEqual([])
      await picture(page, `alert-${theme}`)
    }
    await page.keyboard.press('Enter')
    await page.getByText('At Garden').waitFor()
    await page.waitForFunction(() => document.activeElement?.getAttribute('data-testid') === 'alert-acknowledge')
    await page.keyboard.press('Enter')
    await byId('alert-popup').waitFor({ state: 'detached' })
  })

  test('about somebody else is corrected where it stands, and leads to every time the face was here', async () => {
    page = await house.open({ hash: 'live' })
    await raiseAlert()
    await byId('alert-reject').click()
    await byId('alert-first').waitFor()
    expect(await byId('alert-popup').getAttribute('data-verdict')).not.toBe('blacklisted')
    expect(await byId('alert-reject').count()).toBe(0)
    expect(await findings()).toEqual([])
    await picture(page, 'alert-rejected')
    await byId('alert-popup').getByTestId('find-face').click()
    await page.waitForSelector('[data-testid="timeline-found"][data-ready="true"]')
    expect(await byId('alert-popup').count()).toBe(0)
  })

  test('set aside with Open waits in the list until it is acknowledged there', async () => {
    page = await house.open({ hash: 'live' })
    await raiseAlert()
    await byId('alert-open').click()
    await page.waitForSelector('[data-testid="alert-row"][data-acknowledged="false"]')
    expect(await byId('nav-alerts').textContent()).toContain('1')
    await byId('row-acknowledge').click()
    await page.waitForSelector('[data-testid="alert-row"][data-acknowledged="false"]', { state: 'detached' })
    await byId('alert-row').first().getByRole('button').first().click()
    await page.getByRole('complementary').waitFor()
    expect(await findings()).toEqual([])
    await picture(page, 'alerts-scene')
  })

  test('comes over a dialog that is open', async () => {
    page = await house.open({ hash: 'cameras' })
    await byId('add-camera').click()
    await byId('camera-name').waitFor()
    await raiseAlert()
    await byId('alert-popup').waitFor()
    await page.waitForFunction(() => document.activeElement?.getAttribute('data-testid') === 'alert-acknowledge')
    await page.keyboard.press('Enter')
    await byId('alert-popup').waitFor({ state: 'detached' })
    await byId('camera-name').fill('Still here')
    await page.keyboard.press('Escape')
    await byId('camera-name').waitFor({ state: 'detached' })
    await page.waitForFunction(() => document.activeElement?.getAttribute('data-testid') === 'add-camera')
  })
})

describe('people', () => {
  test('are opened, renamed, blacklisted, taken back and erased', async () => {
    page = await house.open({ hash: 'people' })
    await page.locator('[data-testid="person-card"][data-name="Mei"]').click()
    await byId('person-panel').waitFor()
    await byId('person-name-input').fill('Mei Ling')
    await page.keyboard.press('Enter')
    const card = page.locator('[data-testid="person-card"][data-name="Mei Ling"]')
    await page.waitForSelector('[data-testid="person-panel"][data-name="Mei Ling"]')
    await byId('person-kind').locator('[data-value="blacklisted"]').check()
    await byId('person-back').click()
    await page.waitForSelector('[data-testid="person-card"][data-name="Mei Ling"][data-kind="blacklisted"]')
    await byId('undo').click()
    await page.waitForSelector('[data-testid="person-card"][data-name="Mei Ling"][data-kind="known"]')
    await card.click()
    await byId('person-remove').click()
    await byId('person-erase').waitFor()
    expect(await findings()).toEqual([])
    await picture(page, 'people-erase')
    await byId('person-erase').click()
    await card.waitFor({ state: 'detached' })
    await page.getByText(/Mei Ling was erased/).waitFor()
  })

  test('are added from picture files, and each file is told what became of it', async () => {
    page = await house.open({ hash: 'people' })
    await byId('add-person').click()
    await byId('add-person-name').fill('Tariq')
    const bytes = Buffer.from('picture')
    const file = (name: string) => ({ name, mimeType: 'image/jpeg', buffer: bytes })
    await byId('add-person-pictures').setInputFiles(['a.jpg', 'nobody.jpg', 'group.jpg', 'again.jpg'].map(file))
    expect(await findings()).toEqual([])
    await byId('add-person-submit').click()
    await byId('outcomes').waitFor()
    await picture(page, 'people-outcomes')
    const verdicts = await byId('outcomes')
      .locator('li')
      .evaluateAll((rows) => rows.map((row) => row.getAttribute('data-verdict')))
    expect(verdicts).toEqual(['added', 'no_face', 'several_faces', 'duplicate'])
    await page.keyboard.press('Escape')
    await page.waitForSelector('[data-testid="person-card"][data-name="Tariq"]')
  })
})

describe('cameras', () => {
  test('are tried before they are saved', async () => {
    page = await house.open({ hash: 'cameras' })
    await byId('add-camera').click()
    await byId('camera-kind-stream').check()
    await byId('camera-address').fill('rtsp://refused.local/1')
    await byId('camera-test').click()
    await page.getByText(/refused the password/).waitFor()
    await byId('camera-address').fill('rtsp://anna:secret@192.168.1.30/stream1')
    await byId('camera-test').click()
    await page.getByText('1 face on this picture').waitFor()
    await byId('camera-name').fill('Back yard')
    expect(await findings()).toEqual([])
    await picture(page, 'cameras-add')
    await byId('camera-save').click()
    const row = page.locator('[data-testid="camera-row"]', { hasText: 'Back yard' })
    await row.waitFor()
    expect(await row.textContent()).not.toContain('secret')
  })

  test('are chosen in the system’s dialog by keyboard, and shown at once', async () => {
    page = await house.open({ hash: 'cameras' })
    await byId('add-camera').click()
    await byId('camera-kind-file').check()
    await byId('camera-path').focus()
    await page.keyboard.press('Tab')
    await page.keyboard.press('Enter')
    await page.getByText('1 face on this picture').waitFor()
    expect(await byId('camera-path').inputValue()).toBe('/home/you/Videos/front-door.mp4')
    expect(await findings()).toEqual([])
    await picture(page, 'cameras-add-file')
  })

  test('are switched off, renamed and removed', async () => {
    page = await house.open({ hash: 'cameras' })
    const row = page.locator('[data-testid="camera-row"][data-camera="2"]')
    await row.getByTestId('camera-switch').click()
    await page.waitForSelector('[data-testid="camera-row"][data-camera="2"][data-state="off"]')
    await row.getByTestId('camera-more').click()
    await page.getByRole('menuitem', { name: 'Zones and masks…' }).waitFor()
    expect(await findings()).toEqual([])
    await page.keyboard.press('Escape')
    await row.getByTestId('camera-edit').click()
    await byId('edit-camera-name').fill('Orchard')
    await page.keyboard.press('Enter')
    await row.getByText('Orchard').waitFor()
    await row.getByTestId('camera-more').click()
    await page.getByRole('menuitem', { name: 'Remove…' }).click()
    await byId('confirm').click()
    await row.waitFor({ state: 'detached' })
  })
})

describe('the program', () => {
  test('installs its models with progress', async () => {
    page = await house.open({ scenario: 'no-models' })
    await byId('install-models').click()
    await page.waitForSelector('[role="progressbar"][aria-valuenow]:not([aria-valuenow="0"])')
    await picture(page, 'models-installing')
    await byId('install-progress').waitFor({ state: 'detached' })
  })

  test('starts the demo beside cameras that are there', async () => {
    page = await house.open({ scenario: 'empty', hash: 'live' })
    await byId('first-camera').click()
    await byId('camera-name').fill('Hall')
    await byId('camera-save').click()
    await byId('camera-save').waitFor({ state: 'detached' })
    await byId('nav-cameras').click()
    await byId('cameras-demo').click()
    await byId('leave-demo').waitFor()
    await byId('cameras-demo').waitFor({ state: 'detached' })
  })

  test('starts the demo from nothing and leaves it again', async () => {
    page = await house.open({ scenario: 'empty' })
    await byId('start-demo').click()
    await page.waitForSelector('[data-testid="camera-tile"][data-state="live"]')
    await byId('leave-demo').click()
    await byId('confirm').click()
    await byId('first-camera').waitFor()
  })

  test('keeps a setting that is slid by keyboard', async () => {
    page = await house.open({ hash: 'settings' })
    const before = await page.evaluate(() => window.porchlightFake?.house.settings.known_threshold ?? 0)
    const thumb = byId('settings-known-threshold').getByRole('slider')
    await thumb.focus()
    await page.keyboard.press('ArrowRight')
    await page.waitForFunction(
      (wanted) => window.porchlightFake?.house.settings.known_threshold === wanted,
      Math.round((before + 0.01) * 100) / 100,
    )
  })

  test('is gone through by the keyboard: every view has a link, and the focus is seen', async () => {
    page = await house.open({ hash: 'live' })
    for (const view of ['visitors', 'people', 'alerts', 'cameras', 'settings', 'live']) {
      await byId(`nav-${view}`).focus()
      await page.keyboard.press('Enter')
      await page.waitForSelector(`[data-testid="nav-${view}"][aria-current="page"]`)
    }
    const outline = await page.evaluate(() => getComputedStyle(document.activeElement as Element).outlineStyle)
    expect(outline).toBe('solid')
  })

  test('draws the forms of the five verdicts on the picture', async () => {
    page = await house.open({ hash: 'live/1' })
    await page.evaluate(() => {
      const fake = window.porchlightFake
      if (!fake) return
      const seeds = ['known', 'blacklisted', 'ignored'].map(
        (kind) => fake.house.people.find((person) => person.kind === kind)?.seed ?? 0,
      )
      const visitor = fake.house.visitors[0]?.seed ?? 0
      fake.visits.start()
      ;[...seeds, visitor].forEach((seed, i) => fake.visits.send(seed, 1, 0.17 + i * 0.22))
    })
    await page.waitForFunction(() => {
      const verdicts = [...document.querySelectorAll('[data-testid="face-label"] li')].map((li) =>
        li.getAttribute('data-verdict'),
      )
      return ['known', 'blacklisted', 'ignored', 'visitor'].every((verdict) => verdicts.includes(verdict))
    })
    await byId('alert-acknowledge').click()
    await byId('alert-popup').waitFor({ state: 'detached' })
    await picture(page, 'live-verdicts')
  })
})
