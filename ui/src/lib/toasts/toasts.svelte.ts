// What the page tells in passing. Owns the few toasts on the screen and when they leave; a toast the pointer or the
// focus rests on stays.
export interface Toast {
  id: number
  tone: 'done' | 'trouble'
  text: string
  /** Offers to take back what was done. */
  undo?: () => void
}

const stayMs = 8_000
const atMost = 3

export class Toasts {
  list = $state<Toast[]>([])
  private lastId = 0
  private readonly leaving = new Map<number, ReturnType<typeof setTimeout>>()

  done(text: string, undo?: () => void): void {
    this.add({ tone: 'done', text, ...(undo && { undo }) })
  }

  trouble(text: string): void {
    this.add({ tone: 'trouble', text })
  }

  dismiss(id: number): void {
    this.hold(id)
    this.list = this.list.filter((toast) => toast.id !== id)
  }

  /** One Undo at a time, that of the newest act: two would have to be told apart. */
  withdrawUndo(): void {
    this.list = this.list.filter((toast) => !toast.undo)
  }

  hold(id: number): void {
    clearTimeout(this.leaving.get(id))
    this.leaving.delete(id)
  }

  release(id: number): void {
    this.hold(id)
    this.leaving.set(
      id,
      setTimeout(() => this.dismiss(id), stayMs),
    )
  }

  private add(toast: Omit<Toast, 'id'>): void {
    const id = ++this.lastId
    if (toast.undo) this.withdrawUndo()
    this.list = [...this.list, { id, ...toast }].slice(-atMost)
    this.release(id)
  }
}
