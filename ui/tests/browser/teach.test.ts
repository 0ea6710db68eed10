// Teaching a person from a camera, in Chromium: on their page, while somebody is added, and as the next step of a new home; by
// pointer and by keyboard alone, in both themes, with every reason why a picture is no good.
import type { Page } from 'playwright-core'
import { describe, expect, test } from 'vitest'
import { findingsOn, goTo, misfitsOn, picture, setTheme, sizes, useStage } from './harness'
import type { Open } from './harness'

const house = useStage()
let page: Page

const byId = (id: string) => page.getByTestId(id)
const press = (key: string) => page.keyboard.press(key)
const result = (which: string) => page.locator(`[data-testid="teach-result"][data-result="${which}"]`).waitFor()
const shots = (count: number) => expect.poll(() => byId('teach-shot').count()).toBe(count)
const facesOf = () => page.evaluate(() => window.porchlightFake?.house.people[0]?.faces.length ?? 0)

/** Somebody stands before the first camera until they are sent away, for as long as a test takes. */
async function stand(...spots: number[]): Promise<void> {
  await page.evaluate((spots) => {
    const fake = window.porchlightFake
    if (!fake) return
    spots.forEach((spot, i) => fake.visits.send(fake.house.visitors[i]?.seed ?? i, 1, spot))
  }, spots)
}
const ready = () => page.locator('[data-testid="teach-picture"][data-ready="true"]').waitFor()
/** Until the guide says nothing of who is missing or too many. */
const alone = () => page.waitForFunction(() => document.querySelector('[data-testid="teach-hint"]')?.textContent === '')

async function openOnPage(how: Open = {}): Promise<void> {
  page = await house.open({ hash: 'settings', ...how })
  await goTo(page, 'person')
  await byId('person-camera').click()
  await ready()
}

describe('on the page of a person', () => {
  test('five pictures are taken, one is taken back, and only what is left is kept', async () => {
    await openOnPage()
    const before = await facesOf()
    await stand(0.5)
    await alone()
    const said = new Set<string | null>()
    for (let i = 1; i <= 5; i++) {
      said.add(await byId('teach-guide').locator('strong').textContent())
      await byId('teach-take').click()
      await shots(i)
    }
    expect(said.size, 'each of the five is asked for in another way').toBe(5)
    await byId('teach-take-back').nth(1).click()
    await shots(4)
    expect(await facesOf(), 'nothing is kept before it is said').toBe(before)
    await byId('teach-keep').click()
    await byId('teach').waitFor({ state: 'detached' })
    expect(await facesOf()).toBe(before + 4)
  })

  test('by keyboard alone: Space takes, Tab reaches what was taken, Escape keeps nothing', async () => {
    page = await house.open({ hash: 'settings' })
    await goTo(page, 'person')
    await byId('person-camera').focus()
    await press('Enter')
    await ready()
    const before = await facesOf()
    await stand(0.5)
    await alone()
    await press('Space')
    await shots(1)
    await press('Space')
    await shots(2)
    await press('Tab')
    await press('Enter')
    await shots(1)
    expect(await page.evaluate(() => document.activeElement?.getAttribute('data-testid'))).toBe('teach-take')
    await press('Escape')
    await byId('teach').waitFor({ state: 'detached' })
    expect(await facesOf()).toBe(before)
  })

  test('says why a picture is no good: nobody there, two at once, blurred, refused', async () => {
    await openOnPage()
    await byId('teach-take').click()
    await result('no_face')
    await page.evaluate(() =>
      window.porchlightFake?.refusals.set('look_at_picture', { code: 'models_missing', message: '', trouble: null }),
    )
    await byId('teach-take').click()
    await result('refused')
    await stand(0.5)
    await alone()
    await page.evaluate(() => {
      if (window.porchlightFake) window.porchlightFake.visits.isBlurred = true
    })
    await byId('teach-take').click()
    await result('blurred')
    await page.evaluate(() => {
      if (window.porchlightFake) window.porchlightFake.visits.isBlurred = false
    })
    await stand(0.25)
    await page.waitForFunction(() => (document.querySelector('[data-testid="teach-hint"]')?.textContent ?? '') !== '')
    await byId('teach-take').click()
    await result('several_faces')
    await shots(0)
    expect(await byId('teach-keep').isDisabled(), 'there is nothing to keep').toBe(true)
  })

  test.each([
    ['usual', sizes.usual],
    ['small', sizes.small],
  ] as const)(
    'has nothing that axe finds in a %s window, by night and by day, and everything fits',
    async (name, size) => {
      await openOnPage({ size })
      await stand(0.5)
      await alone()
      for (const count of [1, 2, 3]) {
        await press('Space')
        await shots(count)
      }
      for (const theme of ['dark', 'light'] as const) {
        await setTheme(page, theme)
        expect(await findingsOn(page), theme).toEqual([])
        await picture(page, `teach-${theme}-${name}`)
      }
      expect(await misfitsOn(page)).toEqual([])
    },
  )

  test('a camera that shows nothing says why, and another is chosen', async () => {
    await openOnPage()
    await byId('teach-camera').selectOption({ index: 1 })
    await ready()
    await page.evaluate(() => {
      const fake = window.porchlightFake
      const camera = fake?.house.cameras[1]
      if (!fake || !camera) return
      camera.state = { state: 'off' }
      fake.tell({ type: 'camera_state', camera_id: camera.id, state: camera.state })
    })
    await byId('teach-trouble').waitFor()
    expect(await byId('teach-take').getAttribute('aria-disabled')).toBe('true')
    await byId('teach-camera').selectOption({ index: 0 })
    await ready()
    expect(await byId('teach-trouble').count()).toBe(0)
  })
})

describe('while somebody is added', () => {
  test('pictures go beside those that were chosen, and back leaves them out', async () => {
    page = await house.open({ hash: 'people' })
    await byId('add-person').click()
    await byId('add-person-name').fill('Robin')
    await byId('add-person-camera').click()
    await ready()
    await stand(0.5)
    await alone()
    await press('Space')
    await shots(1)
    await byId('teach-use').click()
    expect(await byId('add-person-name').inputValue(), 'what was typed is still there').toBe('Robin')
    await byId('add-person-camera').click()
    await ready()
    await shots(0)
    await page.getByRole('button', { name: 'Back' }).click()
    await byId('add-person-submit').click()
    await page.locator('[data-testid="person-card"][data-name="Robin"]').waitFor()
    const faces = await page.evaluate(
      () => window.porchlightFake?.house.people.find(({ name }) => name === 'Robin')?.faces.length,
    )
    expect(faces).toBe(1)
  })
})

describe('in a new home', () => {
  test('the first camera leads to the first face, and the hint goes with the first person', async () => {
    page = await house.open({ scenario: 'empty', hash: 'live' })
    await byId('first-camera').click()
    await byId('camera-name').fill('Hall')
    await byId('camera-save').click()
    await byId('first-faces-take').click()
    await ready()
    await page.evaluate(() => {
      const fake = window.porchlightFake
      const camera = fake?.house.cameras[0]
      if (fake && camera) fake.visits.send(77, camera.id, 0.5)
    })
    await alone()
    await press('Space')
    await shots(1)
    await byId('teach-use').click()
    await byId('add-person-name').fill('Robin')
    await byId('add-person-submit').click()
    await page.locator('[data-testid="person-card"][data-name="Robin"]').waitFor()
    expect(await byId('first-faces').count()).toBe(0)
  })

  test('without a camera it says so and leads to adding one', async () => {
    page = await house.open({ scenario: 'empty', hash: 'people?camera' })
    await picture(page, 'teach-no-camera')
    expect(await findingsOn(page)).toEqual([])
    await byId('teach-add-camera').click()
    await byId('camera-name').waitFor()
    expect(await byId('teach-add-camera').count()).toBe(0)
  })

  test('the hint can wait', async () => {
    page = await house.open({ scenario: 'empty', hash: 'live' })
    await byId('first-camera').click()
    await byId('camera-name').fill('Hall')
    await byId('camera-save').click()
    await byId('first-faces').waitFor()
    await picture(page, 'teach-first')
    expect(await findingsOn(page)).toEqual([])
    await byId('first-faces-picture').click()
    await byId('add-person-pictures').waitFor({ state: 'attached' })
    await page.keyboard.press('Escape')
    await byId('first-faces-later').click()
    await byId('first-faces').waitFor({ state: 'detached' })
  })
})
