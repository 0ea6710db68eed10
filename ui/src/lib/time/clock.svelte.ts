// The time of day as state, so that "2 min ago" becomes "3 min ago" by itself. One timer for the whole page.
const everyMs = 15_000

class Clock {
  now = $state(Date.now())
  private timer: ReturnType<typeof setInterval> | undefined

  start(): () => void {
    this.now = Date.now()
    this.timer ??= setInterval(() => (this.now = Date.now()), everyMs)
    return () => {
      clearInterval(this.timer)
      this.timer = undefined
    }
  }
}

export const clock = new Clock()
