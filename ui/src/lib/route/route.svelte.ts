// Which view is shown, kept in the hash so that a reload or a link leads back to it. Owns the address, nothing else.
export const views = ['live', 'visitors', 'people', 'timeline', 'alerts', 'cameras', 'health', 'settings'] as const
export type View = (typeof views)[number]

export interface Place {
  view: View
  /** What is selected in it: a camera, a person, a visitor. */
  id: number | undefined
  /** What narrows the view, as `person=3&day=2026-03-14`; absent where nothing does. */
  query?: string | undefined
}

/** `#/people/12` as a place; anything else is the live view. */
export function placeOf(hash: string): Place {
  const [path = '', query] = hash.replace(/^#\/?/, '').split('?')
  const [view, id] = path.split('/')
  const known = views.find((one) => one === view)
  const number = Number(id)
  return {
    view: known ?? 'live',
    id: known && id && Number.isInteger(number) ? number : undefined,
    query: known && query ? query : undefined,
  }
}

/** The address of a place. */
export function hashOf(view: View, id?: number, query?: string): string {
  return `#/${view}${id === undefined ? '' : `/${id}`}${query ? `?${query}` : ''}`
}

class Route {
  place = $state<Place>(placeOf(globalThis.location?.hash ?? ''))

  start(): () => void {
    const follow = (): void => {
      this.place = placeOf(location.hash)
    }
    follow()
    addEventListener('hashchange', follow)
    return () => removeEventListener('hashchange', follow)
  }

  go(view: View, id?: number, query?: string): void {
    location.hash = hashOf(view, id, query)
    this.place = { view, id, query: query || undefined }
  }
}

export const route = new Route()
