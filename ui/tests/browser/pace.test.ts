// What the live view costs: nine cameras at fifteen pictures a second and one at thirty, for some seconds, while a hand
// moves over it. Bounds are ratios, so that a slow machine meets them as well as a fast one as long as painting does not
// get in the way of whoever uses the window. The numbers are kept beside the pictures.
import type { Page } from 'playwright-core'
import { expect, test } from 'vitest'
import { note, useStage } from './harness'

const house = useStage()
let page: Page

interface Measured {
  seconds: number
  sent: number
  paints: number
  turns: number
  meanTurnMs: number
  longestTurnMs: number
  longTurns: number
  longTasks: number
  answers: number
  slowAnswers: number
}

/** Watches for so long, and touches the page all the while: how long a touch waits is what an owner feels. */
async function measure(seconds: number): Promise<Measured> {
  return await page.evaluate(async (seconds) => {
    const fake = window.porchlightFake
    if (!fake?.film) throw new Error('there is no film')
    const sentBy = fake.film.sent
    const sum = (): number => [...sentBy.values()].reduce((all, one) => all + one, 0)
    let longTasks = 0
    const observer = new PerformanceObserver((list) => (longTasks += list.getEntries().length))
    observer.observe({ type: 'longtask' })
    const before = { ...fake.painting, sent: sum() }
    fake.painting.longestMs = 0
    const waits: number[] = []
    const end = performance.now() + seconds * 1000
    while (performance.now() < end) {
      // A message to oneself comes when the page is free, as a click does.
      const asked = performance.now()
      await new Promise<void>((done) => {
        const { port1, port2 } = new MessageChannel()
        port1.onmessage = () => done()
        port2.postMessage(0)
      })
      waits.push(performance.now() - asked)
      await new Promise((done) => setTimeout(done, 20))
    }
    observer.disconnect()
    const after = fake.painting
    const turns = after.turns - before.turns
    return {
      seconds,
      sent: sum() - before.sent,
      paints: after.paints - before.paints,
      turns,
      meanTurnMs: (after.totalMs - before.totalMs) / Math.max(1, turns),
      longestTurnMs: after.longestMs,
      longTurns: after.long - before.long,
      longTasks,
      answers: waits.length,
      slowAnswers: waits.filter((ms) => ms > 50).length,
    }
  }, seconds)
}

test.each([
  { name: 'nine cameras at fifteen', scenario: 'nine', hash: 'live', film: 15, tiles: 9 },
  { name: 'one camera at thirty', scenario: 'quiet', hash: 'live/1', film: 30, tiles: 4 },
])('$name are shown and nobody waits for them', async ({ scenario, hash, film, tiles }) => {
  page = await house.open({ scenario, hash, film })
  await page.waitForFunction(
    (tiles) => document.querySelectorAll('[data-testid="camera-tile"] canvas.has-picture').length === tiles,
    tiles,
  )
  const measured = await measure(6)
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
