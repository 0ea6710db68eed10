// Which rows of a list are chosen to be done something to at once. Owns the choice and where it was begun; must not know
// what the rows are, how they are shown, nor what is done to them.
export class Selection {
  chosen = $state.raw<ReadonlySet<number>>(new Set())
  /** From here Shift and dragging reach. */
  private anchor: number | undefined
  /** What was chosen before the reach began, and stays so. */
  private before: ReadonlySet<number> = new Set()

  get size(): number {
    return this.chosen.size
  }

  has(id: number): boolean {
    return this.chosen.has(id)
  }

  toggle(id: number): void {
    const next = new Set(this.chosen)
    if (!next.delete(id)) next.add(id)
    this.chosen = next
    this.anchor = id
    this.before = next
  }

  /** A reach begins here, beside what is chosen already or in place of it. */
  begin(id: number, keeps: boolean): void {
    this.anchor = id
    this.before = keeps ? this.chosen : new Set()
  }

  /** A click on a row: Shift reaches there from `current`, Ctrl or Command takes one more. False where it chooses nothing. */
  click(
    event: Pick<MouseEvent, 'shiftKey' | 'ctrlKey' | 'metaKey'>,
    order: number[],
    id: number,
    current = id,
  ): boolean {
    if (event.shiftKey) {
      if (this.size === 0) this.begin(current, false)
      this.reach(order, id)
    } else if (event.ctrlKey || event.metaKey) this.toggle(id)
    else return false
    return true
  }

  /** Everybody from where the reach began up to here. */
  reach(order: number[], to: number): void {
    const [start, end] = [order.indexOf(this.anchor ?? to), order.indexOf(to)]
    if (end < 0) return
    const from = start < 0 ? end : start
    const between = order.slice(Math.min(from, end), Math.max(from, end) + 1)
    this.chosen = new Set([...this.before, ...between])
    this.anchor ??= to
  }

  all(order: number[]): void {
    this.chosen = new Set(order)
    this.before = this.chosen
  }

  restore(before: ReadonlySet<number>): void {
    this.chosen = before
    this.before = before
  }

  clear(): void {
    this.chosen = new Set()
    this.before = this.chosen
    this.anchor = undefined
  }

  /** Whoever left the list is chosen no more. */
  keep(order: number[]): void {
    const there = new Set(order)
    if ([...this.chosen].every((id) => there.has(id))) return
    this.chosen = new Set([...this.chosen].filter((id) => there.has(id)))
    this.before = new Set([...this.before].filter((id) => there.has(id)))
  }
}
