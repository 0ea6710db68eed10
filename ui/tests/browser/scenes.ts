// What an owner meets over a view or beside it, and how it is reached from a window that was just opened.
import type { Page } from 'playwright-core'
import { goTo } from './harness'
import type { Open } from './harness'

export interface Scene {
  name: string
  how?: Open
  /** From the settings, or from where `how` opened the window, to where everything of it is shown. */
  enter(page: Page): Promise<void>
}

const click = (page: Page, id: string): Promise<void> => page.getByTestId(id).first().click()
const shows = async (page: Page, selector: string): Promise<void> => void (await page.waitForSelector(selector))

/** Somebody comes to the first camera and stays there, as the clock does. */
async function stand(page: Page): Promise<void> {
  const now = await page.evaluate(() => {
    const fake = window.porchlightFake
    const visitor = fake?.house.visitors[0]
    if (visitor) fake.visits.send(visitor.seed, 1, 0.5)
    return Date.now()
  })
  await page.clock.setFixedTime(now + 5_000)
  await page.waitForFunction(() => document.querySelector('[data-testid="teach-hint"]')?.textContent === '')
}

export const scenes: Scene[] = [
  {
    name: 'first-start',
    how: { scenario: 'empty', hash: 'live' },
    enter: (page) => shows(page, '[data-testid="first-camera"]'),
  },
  {
    name: 'add-camera',
    async enter(page) {
      await goTo(page, 'cameras')
      await click(page, 'add-camera')
      await shows(page, '[data-testid="camera-name"]')
    },
  },
  {
    name: 'camera-areas',
    async enter(page) {
      await goTo(page, 'cameras')
      await click(page, 'camera-edit')
      await page.getByTestId('camera-part').locator('[data-value="areas"]').check()
      await shows(page, '[data-testid="camera-zones"]')
    },
  },
  {
    name: 'teach',
    async enter(page) {
      await goTo(page, 'person')
      await click(page, 'person-camera')
      await shows(page, '[data-testid="teach-picture"][data-ready="true"]')
      await stand(page)
      for (const count of [1, 2]) {
        await click(page, 'teach-take')
        await page.waitForFunction(
          (count) => document.querySelectorAll('[data-testid="teach-shot"]').length === count,
          count,
        )
      }
    },
  },
  {
    name: 'rules',
    how: { hash: 'alerts?part=rules' },
    async enter(page) {
      await shows(page, '[data-testid="rule-row"]')
      await click(page, 'rule-add')
      const added = page.getByTestId('rule-row').nth(1)
      await added.getByTestId('rule-where').selectOption({ label: 'Front door' })
      await added.getByTestId('rule-apart').selectOption('15')
      await added.getByTestId('rule-try').click()
      await shows(page, '[data-testid="rule-trial"][data-status="ready"]')
    },
  },
  {
    name: 'why',
    async enter(page) {
      await goTo(page, 'timeline')
      await page.locator('[data-testid="timeline-row"][data-verdict="known"] button').first().click()
      await shows(page, '[data-testid="why-panel"][data-ready="true"]')
    },
  },
  {
    name: 'alert',
    async enter(page) {
      await goTo(page, 'visitors')
      await page.evaluate(() => {
        const fake = window.porchlightFake
        const unwelcome = fake?.house.people.find((person) => person.kind === 'blacklisted')
        if (unwelcome) fake?.house.raiseAlert(unwelcome, 1)
      })
      await shows(page, '[data-testid="alert-popup"]')
    },
  },
  {
    name: 'menu',
    async enter(page) {
      await goTo(page, 'people')
      await page.keyboard.press('F10')
      await page.locator('[data-testid="menu-branch"][data-entry="theme"]').focus()
      await page.keyboard.press('ArrowRight')
      await shows(page, '[data-entry="theme-contrast"]')
    },
  },
  {
    name: 'palette',
    async enter(page) {
      await goTo(page, 'people')
      await page.keyboard.press('Control+k')
      await page.getByTestId('palette-input').fill('an')
      await shows(page, '[data-testid="palette-entry"]')
    },
  },
  {
    name: 'shortcuts',
    async enter(page) {
      await goTo(page, 'people')
      await page.keyboard.press('?')
      await shows(page, '[data-testid="shortcuts"]')
    },
  },
  {
    name: 'weekly',
    async enter(page) {
      await page.evaluate(() => {
        const fake = window.porchlightFake
        if (fake) fake.chosen.folder = '/media/you/Backup stick/Porchlight'
      })
      await click(page, 'weekly-on')
      await shows(page, '[data-testid="weekly-state"][data-tone="done"]')
      await page.getByTestId('weekly-on').evaluate((element) => element.scrollIntoView({ block: 'center' }))
    },
  },
]
