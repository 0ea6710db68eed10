// A program that is not there: a drawn household for the browser tests and for `npm run dev`. Owns the fake clockwork;
// the page above cannot tell it from the real one. `?scenario=` in the address chooses a household, and the tests reach
// it as `window.porchlightFake`.
import type { ApiError, CommandName, EventView, Reply, Request } from '$lib/contract'
import type { Backend, OnFrame, PathKind, Unsubscribe } from '../backend'
import { turns } from '$lib/live/turns'
import { commandsOf } from './commands'
import { Film } from './film'
import { Figures } from './health'
import { Household } from './household'
import type { Scenario } from './household'
import { refusal } from './refusal'
import { portrait, scene } from './portrait'
import { frameHeight, frameWidth, photograph } from './street'
import { Visits } from './visits'

const frameEveryMs = 110

export class FakeBackend implements Backend {
  readonly house: Household
  readonly visits: Visits
  readonly figures: Figures
  private readonly listeners = new Set<(event: EventView) => void>()
  private readonly commands
  /** Commands to refuse the next time, for the tests. */
  readonly refusals = new Map<CommandName, ApiError>()
  /** Why the program could not start; whatever is asked, this is the answer. */
  refusedStart: ApiError | undefined

  /** What the owner chooses in the system's dialog; nothing if they go back. */
  chosen: Record<PathKind, string | undefined> = {
    file: '/home/you/Videos/front-door.mp4',
    folder: '/home/you/Pictures/front-door',
  }

  constructor(scenario: Scenario) {
    const tell = (event: EventView): void => this.tell(event)
    this.house = new Household(scenario, tell)
    this.visits = new Visits(this.house, tell)
    this.figures = new Figures(this.house, tell)
    this.commands = commandsOf(this.house, () => this.visits, this.figures, tell)
    if (scenario === 'refused')
      this.refusedStart = refusal('internal', 'the database was written by a newer version of Porchlight')
  }

  /** Something happened, such as what a test wants to happen. */
  tell(event: EventView): void {
    for (const listener of this.listeners) listener(structuredClone(event))
  }

  async call<K extends CommandName>(name: K, request: Request<K>): Promise<Reply<K>> {
    if (this.refusedStart) throw this.refusedStart
    const refused = this.refusals.get(name)
    if (refused) {
      this.refusals.delete(name)
      throw refused
    }
    return await this.commands[name](request)
  }

  /** Cameras at a set pace in place of the street, for who measures. */
  film: Film | undefined
  /** What painting took so far. */
  readonly painting = turns.figures
  /** Pictures that the owner saved. */
  readonly saved: { fileName: string; bytes: number }[] = []
  /** What the system's dialog for saving answers: a place, going back, or a disk that takes nothing. */
  saves: 'chosen' | 'went-back' | 'refused' = 'chosen'

  async savePicture(picture: Blob, fileName: string): Promise<string | undefined> {
    if (this.saves === 'went-back') return undefined
    if (this.saves === 'refused') throw refusal('internal', 'the picture could not be written')
    this.saved.push({ fileName, bytes: picture.size })
    const link = document.createElement('a')
    link.href = URL.createObjectURL(picture)
    link.download = fileName
    link.click()
    setTimeout(() => URL.revokeObjectURL(link.href), 10_000)
    return fileName
  }

  /** The folder that the owner chooses for a file; nothing if they go back. */
  chosenFolder: string | undefined = '/home/you/Documents'

  async choosePlace(fileName: string): Promise<string | undefined> {
    return this.chosenFolder && `${this.chosenFolder}/${fileName}`
  }

  /** The owner ended the program. */
  hasQuit = false

  async quit(): Promise<void> {
    this.hasQuit = true
  }

  async setFullScreen(isFull: boolean): Promise<void> {
    if (isFull === (document.fullscreenElement !== null)) return
    await (isFull ? document.documentElement.requestFullscreen() : document.exitFullscreen()).catch(() => undefined)
  }

  onFullScreen(tell: (isFull: boolean) => void): Unsubscribe {
    const changed = (): void => tell(document.fullscreenElement !== null)
    document.addEventListener('fullscreenchange', changed)
    return () => document.removeEventListener('fullscreenchange', changed)
  }

  /** From now on every camera sends so many pictures a second. */
  startFilm(fps: number): void {
    this.film = new Film(fps)
  }

  async choosePath(kind: PathKind): Promise<string | undefined> {
    return this.chosen[kind]
  }

  onEvent(tell: (event: EventView) => void): Unsubscribe {
    this.listeners.add(tell)
    return () => this.listeners.delete(tell)
  }

  watchCamera(cameraId: number, maxWidth: number, show: OnFrame): Unsubscribe {
    if (this.film) return this.film.watch(cameraId, maxWidth, show)
    let number = 0
    let watches = true
    const turn = async (): Promise<void> => {
      if (!watches) return
      const camera = this.house.cameras.find((one) => one.id === cameraId)
      if (camera?.state.state === 'live') {
        const at = Date.now()
        const { walkers, faces } = this.visits.at(cameraId, at)
        const jpeg = await photograph(cameraId - 1, walkers, maxWidth)
        number += 1
        const header = { camera_id: cameraId, number, at, width: frameWidth, height: frameHeight, faces }
        // They waver with the clock and stand still with it.
        const beat = Math.floor(at / frameEveryMs)
        if (watches) show({ ...header, fps: 14.8 + (beat % 5) / 10, delay_ms: 31 + (beat % 7) }, jpeg)
      }
      setTimeout(() => void turn(), frameEveryMs)
    }
    void turn()
    return () => {
      watches = false
    }
  }

  faceUrl(id: number): string {
    const face = this.house.faces.get(id)
    return portrait(face?.seed ?? id, face?.variant ?? 0)
  }

  sceneUrl(id: number): string {
    return scene(this.house.scenes.get(id) ?? id)
  }
}

declare global {
  interface Window {
    porchlightFake?: FakeBackend
  }
}

export function createBackend(): Backend {
  const scenario = (new URLSearchParams(location.search).get('scenario') ?? 'lively') as Scenario
  const backend = new FakeBackend(scenario)
  const fps = Number(new URLSearchParams(location.search).get('film') ?? 0)
  if (fps > 0) backend.startFilm(fps)
  if (scenario !== 'quiet' && fps === 0) backend.visits.start()
  window.porchlightFake = backend
  return backend
}
