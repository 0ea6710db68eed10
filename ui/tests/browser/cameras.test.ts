// What is set for one camera, in Chromium: its address without its password, zones and masks by pointer and by keyboard, hours,
// faces, the order of all; each part in both themes, without a fault that axe finds.
import type { Page } from 'playwright-core'
import { describe, expect, test } from 'vitest'
import { findingsOn, looksRight, misfitsOn, picture, setLanguage, sizes, useStage } from './harness'
import type { Open } from './harness'

const house = useStage()
let page: Page

const byId = (id: string) => page.getByTestId(id)
const row = (id: number) => page.locator(`[data-testid="camera-row"][data-camera="${id}"]`)
const part = (name: string) => byId('camera-part').locator(`[data-value="${name}"]`)

/** What the program keeps of a camera. */
const kept = (id: number) =>
  page.evaluate((id) => {
    const fake = window.porchlightFake?.house
    const camera = fake?.cameras.find((one) => one.id === id)
    return camera && { ...structuredClone(camera), login: fake?.logins.get(id) ?? null }
  }, id)

async function edit(id: number, wanted: string, how: Open = {}): Promise<void> {
  page = await house.open({ hash: 'cameras', ...how })
  await row(id).getByTestId('camera-edit').click()
  await part(wanted).check()
  await page.waitForSelector(`[data-testid="camera-dialog"][data-part="${wanted}"]`)
}

const save = () => byId('edit-camera-save').click()
const isClosed = () => byId('camera-dialog').waitFor({ state: 'detached' })

describe('the address', () => {
  test('is changed while the password stays where it is, and is tried before it is kept', async () => {
    await edit(1, 'camera')
    expect(await byId('edit-camera-password').inputValue()).toBe('')
    expect(await byId('edit-camera-address').inputValue()).toBe('rtsp://192.168.1.20/stream1')
    await byId('camera-preview').locator('img').waitFor()
    await looksRight(page, 'camera-edit')
    await byId('edit-camera-address').fill('rtsp://192.168.1.99/stream1')
    await byId('edit-camera-test').click()
    await page.getByText('1 face on this picture').waitFor()
    await save()
    await isClosed()
    expect(await kept(1)).toMatchObject({
      source_to_change: 'rtsp://192.168.1.99/stream1',
      has_login: true,
      login: { user: '', password: '', is_dropped: false },
    })
    await page.getByText('Front door was saved').waitFor()
  })

  test('that does not answer loses nothing, and can be kept all the same', async () => {
    await edit(1, 'camera')
    await byId('edit-camera-name').fill('Gate')
    await byId('edit-camera-address').fill('rtsp://refused/1')
    await part('hours').check()
    await save()
    await page.getByText('refused the password').first().waitFor()
    await page.waitForSelector('[data-testid="camera-dialog"][data-part="camera"]')
    expect(await byId('edit-camera-name').inputValue()).toBe('Gate')
    expect((await kept(1))?.name).toBe('Front door')
    expect(await findingsOn(page)).toEqual([])
    await picture(page, 'camera-edit-refused')
    await page.getByRole('button', { name: 'Save anyway' }).click()
    await isClosed()
    expect(await kept(1)).toMatchObject({ name: 'Gate', source_to_change: 'rtsp://refused/1' })
  })

  test('keeps what was typed when the program refuses', async () => {
    await edit(2, 'camera')
    await page.evaluate(() => {
      window.porchlightFake?.refusals.set('update_camera', { code: 'disk_full', message: '', trouble: null })
    })
    await byId('edit-camera-name').fill('Orchard')
    await save()
    await byId('camera-error').getByText('disk is full').waitFor()
    expect(await byId('edit-camera-name').inputValue()).toBe('Orchard')
    await save()
    await isClosed()
    await row(2).getByText('Orchard').waitFor()
    await page.getByRole('button', { name: 'Undo' }).last().click()
    await row(2).getByText('Garden').waitFor()
  })

  test('a picture is turned, with what is hidden on it', async () => {
    await edit(1, 'areas')
    await byId('zone-add-privacy').click()
    const before = await page.getByTestId('zone-handle').first().boundingBox()
    await part('camera').check()
    await byId('camera-rotation').locator('[data-value="90"]').check()
    await part('areas').check()
    await page.waitForFunction(() => {
      const board = document.querySelector('[data-testid="camera-zones"]')?.getBoundingClientRect()
      return board !== undefined && board.height > board.width
    })
    const after = await page.getByTestId('zone-handle').first().boundingBox()
    expect(after?.x).not.toBe(before?.x)
    await looksRight(page, 'camera-zones-turned')
    await save()
    await isClosed()
    expect(await kept(1)).toMatchObject({ settings: { rotation: 90 } })
    expect(await row(1).getByTestId('camera-set').textContent()).toBe('1 mask · 90°')
  })
})

describe('zones and masks', () => {
  const board = () => byId('camera-zones')
  const areas = async () => (await kept(1))?.settings.areas ?? []

  async function point(x: number, y: number): Promise<[number, number]> {
    const box = await board().boundingBox()
    if (!box) throw new Error('there is no board')
    return [box.x + x * box.width, box.y + y * box.height]
  }
  async function drag(from: [number, number], to: [number, number]): Promise<void> {
    await page.mouse.move(...(await point(...from)))
    await page.mouse.down()
    await page.mouse.move(...(await point((from[0] + to[0]) / 2, (from[1] + to[1]) / 2)))
    await page.mouse.move(...(await point(...to)))
    await page.mouse.up()
  }

  test('are drawn, bent and moved by the pointer', async () => {
    await edit(1, 'areas')
    await board().locator('img').waitFor()
    await byId('zone-add-privacy').click()
    await byId('zone-remove').click()
    await drag([0.05, 0.1], [0.3, 0.5])
    expect(await byId('zone-area').count()).toBe(1)
    await drag([0.3, 0.5], [0.4, 0.7])
    await byId('zone-edge').first().click()
    expect(await byId('zone-handle').count()).toBe(5)
    await drag([0.15, 0.25], [0.35, 0.3])
    await byId('zone-undo').click()
    await byId('zone-add-mask').click()
    await byId('zone-add-zone').click()
    await looksRight(page, 'camera-zones')
    await save()
    await isClosed()
    const [privacy, mask, zone] = await areas()
    expect([privacy?.kind, mask?.kind, zone?.kind]).toEqual(['privacy_mask', 'mask', 'zone'])
    expect(privacy?.corners).toHaveLength(5)
    const bent = privacy?.corners[3] ?? [0, 0]
    expect([bent[0].toFixed(1), bent[1].toFixed(1)]).toEqual(['0.4', '0.7'])
    expect(await row(1).getByTestId('camera-set').textContent()).toBe('1 zone · 2 masks')
  })

  test('are drawn, bent, moved and removed without a pointer', async () => {
    page = await house.open({ hash: 'cameras', size: sizes.small })
    await row(1).getByTestId('camera-more').focus()
    await page.keyboard.press('Enter')
    await page.getByRole('menuitem', { name: 'Zones and masks…' }).waitFor()
    await page.keyboard.press('ArrowDown')
    await page.keyboard.press('Enter')
    await page.waitForSelector('[data-testid="camera-dialog"][data-part="areas"]')
    await board().locator('img').waitFor()
    await byId('zone-add-mask').focus()
    await page.keyboard.press('Enter')
    await byId('zone-area').focus()
    await page.keyboard.press('Shift+ArrowRight')
    await byId('zone-handle').first().focus()
    await page.keyboard.press('ArrowLeft')
    await page.keyboard.press('ArrowUp')
    await byId('zone-edge').last().focus()
    await page.keyboard.press('Enter')
    expect(await byId('zone-handle').count()).toBe(5)
    const focused = () => page.evaluate(() => document.activeElement?.getAttribute('data-corner'))
    await page.waitForFunction(() => document.activeElement?.getAttribute('data-corner') === '4')
    await page.keyboard.press('Delete')
    expect(await byId('zone-handle').count()).toBe(4)
    expect(await focused(), 'the focus stays with the corners').toBe('3')
    expect(await byId('zone-handle').first().getAttribute('aria-label')).toMatch(/^Corner 1: 34\s?% from the left/)
    await looksRight(page, 'camera-zones-small')
    await save()
    await isClosed()
    const [mask] = await areas()
    expect(mask?.corners[0]).toEqual([0.34, 0.29])
    await row(1).getByTestId('camera-edit').click()
    await part('areas').check()
    await byId('zone-area').focus()
    await page.keyboard.press('Delete')
    await byId('zone-area').waitFor({ state: 'detached' })
    await save()
    await isClosed()
    expect(await areas()).toEqual([])
  })

  test('can be drawn while there is no picture, and nothing is opened unasked', async () => {
    await edit(3, 'areas')
    await byId('edit-camera-save').waitFor()
    await page.keyboard.press('Escape')
    await isClosed()
    await row(3).getByTestId('camera-switch').click()
    await page.waitForSelector('[data-testid="camera-row"][data-camera="3"][data-state="off"]')
    await row(3).getByTestId('camera-edit').click()
    await part('areas').check()
    await byId('zones-no-picture').waitFor()
    await byId('zone-add-zone').click()
    expect(await findingsOn(page)).toEqual([])
    await picture(page, 'camera-zones-asleep')
    await byId('zones-fetch').click()
    await board().locator('img').waitFor()
    await byId('zones-no-picture').waitFor({ state: 'detached' })
  })
})

describe('hours', () => {
  test('are set by weekday, and a camera outside them says so on its tile', async () => {
    await edit(1, 'hours')
    await byId('camera-schedule-switch').click()
    expect(await byId('hours-day').count()).toBe(7)
    await byId('hours-day').nth(5).getByTestId('hours-day-switch').click()
    await byId('hours-day').nth(0).getByTestId('hours-from').selectOption('480')
    await looksRight(page, 'camera-hours')
    await save()
    await isClosed()
    const settings = (await kept(1))?.settings
    expect([settings?.has_hours, settings?.hours[5], settings?.hours[0]?.from_minute]).toEqual([true, null, 480])
    expect(await row(1).getByTestId('camera-set').textContent()).toBe('hours by weekday')
    await page.evaluate(() => {
      const fake = window.porchlightFake
      const camera = fake?.house.cameras[0]
      if (!fake || !camera) return
      camera.state = { state: 'off_hours', until: new Date().setHours(23, 59, 0, 0) }
      fake.tell({ type: 'cameras_changed' })
    })
    await page.waitForSelector('[data-testid="camera-row"][data-camera="1"][data-state="off_hours"]')
    await looksRight(page, 'cameras-resting')
    await page.evaluate(() => (location.hash = '#/live'))
    await byId('state-hours').waitFor()
    expect(await page.locator('[data-testid="camera-tile"][data-camera="1"]').textContent()).toContain('23:59')
    await picture(page, 'live-resting')
    await byId('state-hours').click()
    await page.waitForSelector('[data-testid="camera-dialog"][data-part="hours"]')
  })

  test('a week without any is pointed out', async () => {
    await edit(1, 'hours')
    await byId('camera-schedule-switch').click()
    for (let day = 0; day < 7; day++) await byId('hours-day').nth(day).getByTestId('hours-day-switch').click()
    await page.getByText('this camera would never watch').waitFor()
  })
})

describe('faces', () => {
  test('how large they are is told with what to do, and two numbers are this camera’s own', async () => {
    await edit(2, 'faces')
    await page.waitForSelector('[data-testid="camera-hint"][data-advice="nearer"]')
    expect(await byId('camera-hint').textContent()).toContain('bring the camera nearer')
    await byId('camera-smallest-face').getByRole('slider').focus()
    await page.keyboard.press('ArrowRight')
    await page.keyboard.press('ArrowRight')
    await byId('camera-scale').locator('[data-value="1280"]').check()
    await looksRight(page, 'camera-faces')
    await save()
    await isClosed()
    const settings = (await kept(2))?.settings
    expect(settings?.detection_side_px).toBe(1280)
    expect(settings?.smallest_face_px).toBeGreaterThan(32)
    await row(2).getByTestId('camera-edit').click()
    await part('faces').check()
    await byId('camera-smallest-reset').click()
    await byId('camera-scale-reset').click()
    await save()
    await isClosed()
    expect((await kept(2))?.settings).toMatchObject({ smallest_face_px: null, detection_side_px: null })
  })
})

describe('the order', () => {
  const order = () =>
    page.evaluate(() =>
      [...document.querySelectorAll('[data-testid="camera-row"]')].map((one) =>
        Number(one.getAttribute('data-camera')),
      ),
    )
  const keptOrder = () => page.evaluate(() => window.porchlightFake?.house.cameras.map(({ id }) => id))

  test('is changed by keyboard, the focus goes along, and the live view follows', async () => {
    page = await house.open({ hash: 'cameras' })
    await row(1).getByTestId('camera-down').focus()
    await page.keyboard.press('Enter')
    await page.waitForFunction(() => window.porchlightFake?.house.cameras[0]?.id === 2)
    expect(await order()).toEqual([2, 1, 3, 4])
    await page.keyboard.press('Enter')
    await page.waitForFunction(() => window.porchlightFake?.house.cameras[1]?.id === 3)
    await page.keyboard.press('Enter')
    await page.waitForFunction(() => window.porchlightFake?.house.cameras[3]?.id === 1)
    // At the end there is only the way up.
    const focused = await page.evaluate(() => document.activeElement?.getAttribute('data-testid'))
    expect(focused).toBe('camera-up')
    await page.getByText('Front door is now 4 of 4').waitFor({ state: 'attached' })
    await page.evaluate(() => (location.hash = '#/live'))
    await byId('camera-tile').first().waitFor()
    const tiles = await page.evaluate(() =>
      [...document.querySelectorAll('[data-testid="camera-tile"]')].map((one) => one.getAttribute('data-camera')),
    )
    expect(tiles).toEqual(['2', '3', '4', '1'])
  })

  test('is changed by dragging, and Escape puts everything back', async () => {
    page = await house.open({ hash: 'cameras' })
    const middle = async (id: number): Promise<[number, number]> => {
      const box = await row(id).getByTestId('camera-grip').boundingBox()
      if (!box) throw new Error('there is no grip')
      return [box.x + box.width / 2, box.y + box.height / 2]
    }
    await page.mouse.move(...(await middle(4)))
    await page.mouse.down()
    await page.mouse.move(...(await middle(2)), { steps: 8 })
    await picture(page, 'cameras-dragged')
    await page.keyboard.press('Escape')
    await page.mouse.up()
    expect(await order()).toEqual([1, 2, 3, 4])
    expect(await keptOrder()).toEqual([1, 2, 3, 4])
    await page.mouse.move(...(await middle(4)))
    await page.mouse.down()
    await page.mouse.move(...(await middle(1)), { steps: 8 })
    await page.mouse.up()
    await page.waitForFunction(() => window.porchlightFake?.house.cameras[0]?.id === 4)
    expect(await order()).toEqual([4, 1, 2, 3])
    await looksRight(page, 'cameras')
  })

  test('that is refused is as it was', async () => {
    page = await house.open({ hash: 'cameras' })
    await page.evaluate(() => {
      window.porchlightFake?.refusals.set('order_cameras', { code: 'disk_full', message: '', trouble: null })
    })
    await row(1).getByTestId('camera-down').click()
    await page.getByText('disk is full').first().waitFor()
    await page.waitForFunction(
      () => document.querySelector('[data-testid="camera-row"]')?.getAttribute('data-camera') === '1',
    )
  })
})

test.each(['de', 'es', 'id'] as const)('every part has room for its words in %s', async (language) => {
  await edit(1, 'camera', { size: sizes.small })
  await setLanguage(page, language)
  for (const name of ['camera', 'areas', 'hours', 'faces']) {
    await part(name).check()
    if (name === 'areas') await byId('zone-add-privacy').click()
    if (name === 'hours') await byId('camera-schedule-switch').click()
    expect(await misfitsOn(page), `${language} ${name}`).toEqual([])
    await picture(page, `camera-${name}-${language}`)
  }
})
