// One camera on the screen. Owns its painter, what is on the picture in words, how closely it is looked at, and, while
// it is large, its last half minute and a face being marked or named. Must not know where the tile stands.
import type { Backend, Unsubscribe } from '$lib/backend/backend'
import { isApiError } from '$lib/contract'
import type { CameraView, FaceOnFrame, FrameHeader } from '$lib/contract'
import { errorWords } from '$lib/errors/words'
import { t } from '$lib/i18n'
import type { Journal } from '$lib/journal/journal.svelte'
import type { Toasts } from '$lib/toasts/toasts.svelte'
import { whoIs } from './labels'
import { fullWidth, pictureWidth } from './layout'
import type { Rect } from './layout'
import { Marking } from './marking.svelte'
import { paletteOf } from './marks'
import { Painter } from './painter'
import { Player } from './player.svelte'
import { pictureName } from './snapshot'
import { dragged, isWhole, wholeView, zoomed } from './zoom'
import type { View } from './zoom'

export interface Seen {
  key: string
  face: FaceOnFrame
  who: string
}

/** A face whose name is being given, and where it was when that began. */
export interface Naming {
  face: FaceOnFrame
  box: Rect
}

const figuresEveryMs = 500
/** After so long without a picture at its full size the one on the screen has to do. */
const patienceMs = 2_500

interface Hands {
  backend: Backend
  journal: Journal
  toasts: Toasts
}

export class Tile {
  painter = $state.raw<Painter>()
  width = $state(0)
  height = $state(0)
  shown = $state.raw<Seen[]>([])
  figures = $state('')
  hasPicture = $state(false)
  hasBoxes = $state(true)
  view = $state.raw<View>(wholeView)
  naming = $state.raw<Naming>()
  readonly player = new Player(() => this.painter)
  readonly marking
  isWhole = $derived(isWhole(this.view))
  private lastFigures = 0
  private picked: number | undefined
  private patience: ReturnType<typeof setTimeout> | undefined

  constructor(
    private readonly hands: Hands,
    private readonly onShape: (shape: number) => void,
  ) {
    this.marking = new Marking(hands.backend, hands.journal)
  }

  /** How wide pictures are asked for. */
  get wantedWidth(): number {
    if (this.marking.step === 'waiting') return fullWidth
    return this.width > 0 ? pictureWidth(this.width, globalThis.devicePixelRatio ?? 1, this.view.scale) : 0
  }

  /** Paints onto a canvas from now on. */
  attach(canvas: HTMLCanvasElement): () => void {
    const painter = new Painter(canvas, paletteOf(document.documentElement), (header) => this.onShown(header))
    this.painter = painter
    return () => {
      painter.end()
      this.player.forget()
      clearTimeout(this.patience)
    }
  }

  /** Asks for pictures of this width; a large camera's are kept for half a minute. */
  watch(cameraId: number, maxWidth: number, isLarge: boolean): Unsubscribe {
    const isFull = maxWidth === fullWidth
    return this.hands.backend.watchCamera(cameraId, maxWidth, (header, jpeg) => {
      if (isFull && this.marking.step === 'waiting') {
        this.player.holdThis({ header, jpeg })
        this.marking.begin({ header, jpeg })
        return
      }
      if (isLarge) this.player.take(header, jpeg)
      this.painter?.show(header, jpeg)
    })
  }

  /** It is no longer large: what belonged to that is dropped. */
  becomeSmall(): void {
    this.player.forget()
    this.marking.cancel()
    this.naming = undefined
    this.hasBoxes = true
    this.look(wholeView)
    this.painter?.showBoxes(true)
  }

  /** The camera shows nothing any more. */
  goDark(keepsPicture: boolean): void {
    this.shown = []
    this.figures = ''
    this.hasPicture = this.hasPicture && keepsPicture
  }

  pick(sighting: number | undefined): void {
    this.picked = sighting
    const faces = this.painter?.frame?.header.faces ?? []
    this.painter?.pick(sighting === undefined ? undefined : faces.find((one) => one.sighting_id === sighting)?.track)
  }

  look(view: View): void {
    this.view = view
    this.painter?.look(view)
  }

  zoom(factor: number, at?: { x: number; y: number }): void {
    const frame = this.painter?.frame?.header
    if (frame) this.look(zoomed(this.view, frame, { width: this.width, height: this.height }, factor, at))
  }

  /** Drags the picture by so many pixels. */
  drag(dx: number, dy: number): void {
    const frame = this.painter?.frame?.header
    if (frame) this.look(dragged(this.view, frame, { width: this.width, height: this.height }, dx, dy))
  }

  showAll(): void {
    this.look(wholeView)
  }

  toggleBoxes(): void {
    this.hasBoxes = !this.hasBoxes
    this.painter?.showBoxes(this.hasBoxes)
  }

  /** Marks a missed face: on the picture that is held, or on the next one at its full size. */
  mark(isLive: boolean): void {
    this.naming = undefined
    if (this.marking.isOn) return
    const shown = this.painter?.frame
    if (this.player.isPaused || !isLive) {
      if (shown) this.player.pause()
      if (shown) this.marking.begin(shown)
      return
    }
    this.marking.begin()
    this.patience = setTimeout(() => {
      if (this.marking.step !== 'waiting') return
      const frame = this.painter?.frame
      this.player.pause()
      if (frame) this.marking.begin(frame)
      else this.marking.cancel()
    }, patienceMs)
  }

  /** Begins to name a face where its label stands. */
  name(face: FaceOnFrame): void {
    const box = this.painter?.spotOf(face.track)
    if (box && face.sighting_id !== null) this.naming = { face, box }
  }

  /** Saves what is shown, as it is shown. */
  async save(camera: CameraView): Promise<void> {
    const { backend, toasts } = this.hands
    const at = this.painter?.frame?.header.at
    const picture = await this.painter?.saved()
    if (!picture || at === undefined) return
    try {
      const place = await backend.savePicture(picture, pictureName(camera.name, at), t('live.save'))
      if (place !== undefined) toasts.done(t('live.saved', { place }))
    } catch (thrown) {
      const isFull = isApiError(thrown) && thrown.code === 'disk_full'
      toasts.trouble(isFull ? errorWords(thrown) : t('live.not_saved'))
    }
  }

  private onShown(header: FrameHeader): void {
    this.hasPicture = true
    this.onShape(header.width / header.height)
    // Names change rarely and pictures often: the list is touched only when somebody comes, goes or gets a name.
    const next = header.faces.map((face) => ({ key: String(face.track), face, who: whoIs(face) }))
    const isSame =
      next.length === this.shown.length &&
      next.every(({ key, who, face }, i) => {
        const before = this.shown[i]
        return before?.key === key && before.who === who && isSameTo(before.face, face)
      })
    if (!isSame) this.shown = next
    const now = performance.now()
    if (now - this.lastFigures > figuresEveryMs) {
      this.lastFigures = now
      this.figures = t('live.figures', { fps: Math.round(header.fps), delay: Math.round(header.delay_ms) })
    }
    if (this.picked !== undefined) this.pick(this.picked)
  }
}

function isSameTo(one: FaceOnFrame, other: FaceOnFrame): boolean {
  return one.verdict === other.verdict && one.sighting_id === other.sighting_id && one.person_id === other.person_id
}
