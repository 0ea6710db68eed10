// What the live view costs: nine cameras at fifteen pictures a second and one at thirty, for some seconds, while a hand
// moves over it. Bounds are ratios, so that a slow machine meets them as well as a fast one as long as painting does not
// get in the way of whoever uses the window. The numbers are kept beside the pictures.
import type { Page } from 'playwright-core'
import { expect, test } from 'vitest'
import { note, useStage } from './harness'
import { touched } from './touching'

const house = useStage()
let page: Page

test.each([
  { name: 'nine cameras at fifteen', scenario: 'nine', hash: 'live', film: 15, tiles: 9 },
  { name: 'one camera at thirty', scenario: 'quiet', hash: 'live/1', film: 30, tiles: 4 },
])('$name are shown and nobody waits for them', async ({ scenario, hash, film, tiles }) => {
  page = await house.open({ scenario, hash, film })
  await page.waitForFunction(
    (tiles) => document.querySelectorAll('[data-testid="camera-tile"] canvas.has-picture').length === tiles,
    tiles,
  )
  const measured = await page.evaluate(touched, 6)
  const kept = Number(
    (await page
      .getByTestId('live-scrub')
      .getAttribute('data-bytes', { timeout: 1_000 })
      .catch(() => null)) ?? 0,
  )
  note(`pace-${film}`, { ...measured, kept })
  expect(measured.paints / measured.sent, 'of the pictures sent nearly all were painted').toBeGreaterThan(0.8)
  expect(measured.longTurns / measured.turns, 'painting was hardly ever what somebody waited for').toBeLessThan(0.01)
  expect(measured.slowAnswers / measured.answers, 'the page answers at once').toBeLessThan(0.05)
  expect(measured.meanTurnMs, 'half of each frame of the screen is free').toBeLessThan(8)
  expect(kept, 'what is kept of a large camera has a bound').toBeLessThanOrEqual(64 * 1024 * 1024)
})
