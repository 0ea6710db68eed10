// How the window looks: every view in every theme and at every size has nothing that axe finds and nothing that does not fit.
// High contrast is held to WCAG AAA. What the system asks for, more contrast, colours of its own, no motion, is done.
import type { Page } from 'playwright-core'
import { describe, expect, test } from 'vitest'
import { findingsOn, goTo, misfitsOn, picture, setTheme, sizes, useStage, views } from './harness'

const house = useStage()
let page: Page

const themes = ['dark', 'light', 'contrast'] as const

describe.each(views)('%s', (view) => {
  test.each(['small', 'middle', 'large'] as const)('is sound in every theme in a %s window', async (size) => {
    page = await house.open({ hash: 'settings', size: sizes[size] })
    await goTo(page, view)
    for (const theme of themes) {
      await setTheme(page, theme)
      expect(await findingsOn(page, theme === 'contrast'), `${view}, ${theme}, ${size}`).toEqual([])
      await picture(page, `look-${view}-${theme}-${size}`)
    }
    expect(await misfitsOn(page), `${view}, ${size}`).toEqual([])
  })
})

test('a screen of 3840 by 2160 at 200 % shows every view sharp and whole', async () => {
  page = await house.open({ hash: 'live', size: sizes.large, scale: 2 })
  await page.waitForSelector('canvas.has-picture')
  const canvas = await page.evaluate(() => {
    const one = document.querySelector('canvas')
    return one ? one.width / one.getBoundingClientRect().width : 0
  })
  expect(canvas, 'pixels drawn for one of the page').toBeCloseTo(2, 1)
  for (const view of views) {
    await goTo(page, view)
    await picture(page, `look-4k-${view}`)
    expect(await misfitsOn(page), view).toEqual([])
  }
})

test('high contrast is chosen in the settings, and goes back to what the system asks for', async () => {
  page = await house.open({ hash: 'settings' })
  await page.getByTestId('settings-theme').locator('[data-value="contrast"]').check()
  await page.waitForFunction(() => document.documentElement.dataset['theme'] === 'contrast')
  await page.getByTestId('setting-reset').first().click()
  await page.waitForFunction(() => document.documentElement.dataset['theme'] !== 'contrast')
  expect(await page.evaluate(() => window.porchlightFake?.house.settings.theme)).toBe('system')
  await page.emulateMedia({ contrast: 'more' })
  await page.waitForFunction(() => document.documentElement.dataset['theme'] === 'contrast')
})

test('colours of the system are used, and what is chosen, on or marked is still told apart', async () => {
  page = await house.open({ hash: 'settings', forcedColors: true })
  for (const view of views) {
    await goTo(page, view)
    await picture(page, `look-forced-${view}`)
    const line = await page.evaluate(
      () => getComputedStyle(document.querySelector('[aria-current="page"]') as Element).outlineStyle,
    )
    expect(line, view).toBe('solid')
  }
  await goTo(page, 'settings')
  const grounds = await page.evaluate(() => {
    const ofTrack = (id: string): string =>
      getComputedStyle(document.querySelector(`[data-testid="${id}"] .track`) as Element).backgroundColor
    return [getComputedStyle(document.body).backgroundColor, ofTrack('settings-sound')]
  })
  expect(new Set(grounds).size, 'a switch that is on is not the colour of the ground').toBe(2)
  await goTo(page, 'health')
  const area = await page
    .locator('.area')
    .first()
    .evaluate((area) => getComputedStyle(area).fill)
  expect([grounds[0], 'none'], 'what lies under a line of the past is seen').not.toContain(area)
})

test('nothing moves where the system asks for that', async () => {
  page = await house.open({ hash: 'settings', reducedMotion: true })
  for (const view of views) {
    await goTo(page, view)
    const moving = await page.evaluate(() => {
      const lasting = (times: string): boolean => times.split(',').some((time) => Number.parseFloat(time) > 0)
      return [...document.querySelectorAll('*')]
        .filter((element) => {
          const style = getComputedStyle(element)
          return (
            lasting(style.transitionDuration) || (style.animationName !== 'none' && lasting(style.animationDuration))
          )
        })
        .map((element) => element.outerHTML.slice(0, 80))
    })
    expect(moving, view).toEqual([])
  }
})
