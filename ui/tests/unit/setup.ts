// What jsdom lacks and the page asks for.
import { vi } from 'vitest'

const none = (): void => undefined

vi.stubGlobal('matchMedia', (query: string): Partial<MediaQueryList> => ({
  media: query,
  matches: query.includes('reduced-motion'),
  addEventListener: none,
  removeEventListener: none,
}))
vi.stubGlobal(
  'ResizeObserver',
  class {
    observe = none
    disconnect = none
    unobserve = none
  },
)
HTMLCanvasElement.prototype.getContext = () => null
