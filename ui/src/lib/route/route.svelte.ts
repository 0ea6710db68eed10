// Which view is shown, kept in the hash so that a reload or a link leads back to it. Owns the address, nothing else.
export const views = ['live', 'visitors', 'people', 'alerts', 'cameras', 'settings'] as const
export type View = (typeof views)[number]

export interface Place {
  view: View
  /** What is selected in it: a camera, a person, a visitor. */
  id: number | undefined
}

/** `#/people/12` as a place; anything else is the live view. */
export function placeOf(hash: string): Place {
  const [view, id] = hash.replace(/^#\/?/, '').split('/')
  const known = views.find((one) => one === view)
  const number = Number(id)
  return { view: known ?? 'live', id: known && id && Number.isInteger(number) ? number : undefined }
}

/** The address of a place. */
export function hashOf(view: View, id?: number): string {
  return id === undefined ? `#/${view}` : `#/${view}/${id}`
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

  go(view: View, id?: number): void {
    location.hash = hashOf(view, id)
    this.place = { view, id }
  }
}

export const route = new Route()
