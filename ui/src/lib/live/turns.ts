// When pictures are painted: at the beginning of a frame of the screen, one tile after the other, and never for so long
// that a click or a key waits. What does not fit into one frame comes first in the next. Owns whose turn it is.

export type Paint = () => void

/** Of the 16 ms that a frame of the screen has, the rest is for the owner's hands. */
const budgetMs = 7
/** A turn longer than this is one that somebody may notice: what browsers call a long task. */
export const longMs = 50

/** What painting took, for tests and for whoever measures. */
export interface TurnFigures {
  turns: number
  paints: number
  totalMs: number
  longestMs: number
  /** Turns longer than [`longMs`]. */
  long: number
}

export class PaintTurns {
  readonly figures: TurnFigures = { turns: 0, paints: 0, totalMs: 0, longestMs: 0, long: 0 }
  private readonly waiting = new Set<Paint>()
  private isAsked = false

  constructor(
    private readonly nextFrame: (turn: () => void) => unknown = (turn) => requestAnimationFrame(turn),
    private readonly now: () => number = () => performance.now(),
  ) {}

  /** Asks for a turn; asking twice before it comes is asking once. */
  ask(paint: Paint): void {
    this.waiting.add(paint)
    if (this.isAsked) return
    this.isAsked = true
    this.nextFrame(() => this.turn())
  }

  leave(paint: Paint): void {
    this.waiting.delete(paint)
  }

  private turn(): void {
    this.isAsked = false
    const began = this.now()
    let took = 0
    for (const paint of [...this.waiting]) {
      if (took > budgetMs) break
      this.waiting.delete(paint)
      paint()
      this.figures.paints += 1
      took = this.now() - began
    }
    this.figures.turns += 1
    this.figures.totalMs += took
    this.figures.longestMs = Math.max(this.figures.longestMs, took)
    if (took > longMs) this.figures.long += 1
    if (this.waiting.size > 0 && !this.isAsked) {
      this.isAsked = true
      this.nextFrame(() => this.turn())
    }
  }
}

/** All tiles of the page share the frames of one screen. */
export const turns = new PaintTurns()
