// Every view, and what an owner meets over it, by night and by day and some with high contrast, is the picture that is kept of it: the same layout, the same colours, nothing missing. The
// household, its clock, its language and the way letters are drawn are set, so that a picture hangs on the page alone.
import type { Page } from 'playwright-core'
import { describe, expect, test } from 'vitest'
import { findingsOn, goTo, misfitsOn, picture, setLanguage, setTheme, sizes, useStage, views } from './harness'
import type { View } from './harness'
import { difference, isRenewing, kept } from './kept'
import { scenes } from './scenes'

/** A Saturday in the evening, with the whole day behind it. */
const now = new Date('2026-03-14T19:30:00Z')
const themes = ['dark', 'light'] as const
/** What is also kept with high contrast: the verdicts in each of their forms, and what is laid over a view. */
const inContrast = ['live', 'timeline', 'visitors', 'alert', 'menu']
const languages = ['de', 'es', 'id', 'en'] as const
type Size = 'usual' | 'small'
const shots: { view: View; size: Size }[] = [
  ...views.map((view) => ({ view, size: 'usual' as const })),
  { view: 'live', size: 'small' },
  { view: 'visitors', size: 'small' },
]
const themesOf = (what: string, size: Size) =>
  size === 'usual' && inContrast.includes(what) ? [...themes, 'contrast' as const] : themes
const nameOf = (what: string, theme: string, size: Size): string => `${what}-${theme}-${size}`

const house = useStage()
let page: Page

/** Lets somebody the home knows and a stranger come to the front door, and the clock stand still once they are told apart. */
async function visit(): Promise<void> {
  await page.evaluate(() => {
    const fake = window.porchlightFake
    const known = fake?.house.people.find((person) => person.kind === 'known')
    const stranger = fake?.house.visitors[0]
    if (!fake || !known || !stranger) return
    fake.visits.send(known.seed, 1, 0.36)
    fake.visits.send(stranger.seed, 1, 0.68)
    fake.visits.start()
  })
  await page.clock.setFixedTime(now.getTime() + 1_000)
  await page.waitForFunction(
    () => (window.porchlightFake?.house.sightings.filter((one) => !one.ended_at).length ?? 0) > 1,
  )
  await page.clock.setFixedTime(now.getTime() + 3_000)
  await page.waitForFunction(
    () => document.querySelectorAll('[data-testid="face-label"] [data-testid="face-key"]').length > 1,
  )
}

/** A picture of what does not change any more. */
async function still(): Promise<Uint8Array> {
  await page.evaluate(() => document.fonts.ready)
  let before: Uint8Array | undefined
  let after = new Uint8Array()
  await expect
    .poll(async () => {
      before = after
      after = new Uint8Array(await page.screenshot({ animations: 'disabled' }))
      // A face that is only fetched when it comes into sight may not be there yet.
      const isWhole = await page.evaluate(() =>
        [...document.images].every((one) => one.complete || one.loading === 'lazy'),
      )
      return isWhole && Buffer.compare(before, after) === 0
    })
    .toBe(true)
  return after
}

async function isAsKept(name: string, size: Size): Promise<void> {
  for (const theme of themesOf(name, size)) {
    await setTheme(page, theme)
    expect(difference(nameOf(name, theme, size), await still(), house.chromium)).toBeUndefined()
  }
}

describe.each(shots)('$view in a $size window', ({ view, size }) => {
  test('is the picture that is kept of it, by night and by day', async () => {
    page = await house.open({ hash: 'settings', size: sizes[size], now })
    await goTo(page, view)
    if (view === 'live') await visit()
    await isAsKept(view, size)
  })
})

describe.each(scenes)('$name', ({ name, how, enter }) => {
  test('is the picture that is kept of it, by night and by day', async () => {
    page = await house.open({ hash: 'settings', now, ...how })
    await enter(page)
    // Nothing is under the pointer.
    await page.mouse.move(0, 0)
    await isAsKept(name, 'usual')
  })

  test('fits a small window in every language', async () => {
    page = await house.open({ hash: 'settings', now, size: sizes.small, ...how })
    await enter(page)
    for (const language of languages) {
      await setLanguage(page, language)
      await picture(page, `scene-${name}-${language}`)
      expect(await misfitsOn(page), language).toEqual([])
    }
    expect(await findingsOn(page)).toEqual([])
  })
})

test('no picture is kept that nothing is compared with', () => {
  const wanted = [
    ...shots.flatMap(({ view, size }) => themesOf(view, size).map((theme) => nameOf(view, theme, size))),
    ...scenes.flatMap(({ name }) => themesOf(name, 'usual').map((theme) => nameOf(name, theme, 'usual'))),
  ].sort()
  expect(isRenewing ? wanted : kept().sort()).toEqual(wanted)
})
