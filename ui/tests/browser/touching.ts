// What a hand on the live view feels: whether pictures are painted as they come, and how long a touch waits meanwhile. Runs
// inside of the page, whatever browser that is in.
import type {} from '../../src/lib/backend/fake/index'

export interface Measured {
  seconds: number
  sent: number
  paints: number
  /** Frames that the screen gave the page. */
  frames: number
  turns: number
  meanTurnMs: number
  longestTurnMs: number
  longTurns: number
  longTasks: number
  answers: number
  slowAnswers: number
  /** 95 of 100 touches waited no longer. */
  answerP95Ms: number
}

/** Watches for so long, and touches the page all the while. */
export async function touched(seconds: number): Promise<Measured> {
  const fake = window.porchlightFake
  if (!fake?.film) throw new Error('there is no film')
  const sentBy = fake.film.sent
  const sum = (): number => [...sentBy.values()].reduce((all, one) => all + one, 0)
  let longTasks = 0
  const observer = new PerformanceObserver((list) => (longTasks += list.getEntries().length))
  // WebKit knows no long tasks.
  if (PerformanceObserver.supportedEntryTypes.includes('longtask')) observer.observe({ type: 'longtask' })
  const before = { ...fake.painting, sent: sum() }
  fake.painting.longestMs = 0
  const waits: number[] = []
  const end = performance.now() + seconds * 1000
  let frames = 0
  const frame = (): void => {
    frames += 1
    if (performance.now() < end) requestAnimationFrame(frame)
  }
  requestAnimationFrame(frame)
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
  const inOrder = waits.toSorted((one, other) => one - other)
  return {
    seconds,
    sent: sum() - before.sent,
    paints: after.paints - before.paints,
    frames,
    turns,
    meanTurnMs: (after.totalMs - before.totalMs) / Math.max(1, turns),
    longestTurnMs: after.longestMs,
    longTurns: after.long - before.long,
    longTasks,
    answers: waits.length,
    slowAnswers: waits.filter((ms) => ms > 50).length,
    answerP95Ms: inOrder[Math.floor(inOrder.length * 0.95)] ?? 0,
  }
}
