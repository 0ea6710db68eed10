// Whether the live pictures fill the screen. Owns that state and hides the rest of the window meanwhile; the window
// itself is the backend's.
import type { Backend, Unsubscribe } from '$lib/backend/backend'

export class FullScreen {
  isFull = $state(false)

  constructor(private readonly backend: Backend) {}

  /** Listens to the system, which can end it as well; ends it when the view is left. */
  start(): Unsubscribe {
    const end = this.backend.onFullScreen((isFull) => this.show(isFull))
    return () => {
      end()
      if (this.isFull) this.leave()
    }
  }

  async toggle(): Promise<void> {
    const isFull = !this.isFull
    // Also where the system refuses: then the pictures fill the window at least.
    this.show(isFull)
    await this.backend.setFullScreen(isFull)
  }

  leave(): void {
    this.show(false)
    void this.backend.setFullScreen(false)
  }

  private show(isFull: boolean): void {
    this.isFull = isFull
    document.documentElement.toggleAttribute('data-full-screen', isFull)
  }
}
