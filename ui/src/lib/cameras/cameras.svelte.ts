// The owner's cameras and how each fares. Owns the list; pictures go past it, from the backend to the painter.
import type { Backend, PathKind } from '$lib/backend/backend'
import type {
  CameraPicture,
  CameraPreview,
  CameraView,
  EventView,
  FaceSizesView,
  Request,
  SourceInput,
  WebcamView,
} from '$lib/contract'
import { errorWords } from '$lib/errors/words'
import { t } from '$lib/i18n'
import type { Journal } from '$lib/journal/journal.svelte'
import type { Toasts } from '$lib/toasts/toasts.svelte'

/** What of a camera is to be another; what is absent stays. */
export type CameraChange = Omit<Request<'update_camera'>, 'id' | 'is_enabled'>

const nothingElse = { name: null, is_enabled: null, source: null, login: null, settings: null }

export class Cameras {
  list = $state<CameraView[]>([])
  status = $state<'loading' | 'ready' | 'failed'>('loading')
  private asked = 0
  /** What was told since the list was asked for: the answer may have been put together before. */
  private readonly told = new Map<number, CameraView['state']>()

  constructor(
    private readonly backend: Backend,
    private readonly toasts: Toasts,
    private readonly journal: Journal,
  ) {}

  async load(): Promise<void> {
    const asked = ++this.asked
    this.told.clear()
    try {
      const list = await this.backend.call('cameras', {})
      // Only the newest answer counts: an older one may come later.
      if (asked !== this.asked) return
      this.list = list.map((camera) => ({ ...camera, state: this.told.get(camera.id) ?? camera.state }))
      this.status = 'ready'
    } catch {
      if (asked === this.asked) this.status = 'failed'
    }
  }

  follow(event: EventView): void {
    if (event.type === 'cameras_changed') void this.load()
    if (event.type !== 'camera_state') return
    this.told.set(event.camera_id, event.state)
    this.list = this.list.map((camera) => (camera.id === event.camera_id ? { ...camera, state: event.state } : camera))
  }

  webcams(): Promise<WebcamView[]> {
    return this.backend.call('webcams', {})
  }

  /** What the owner chose on this machine, or nothing. */
  choosePath(kind: PathKind, current: string): Promise<string | undefined> {
    const title = kind === 'file' ? t('add_camera.choose_file') : t('add_camera.choose_folder')
    return this.backend.choosePath(kind, title, current)
  }

  /** One picture of a source; rejects with the refusal, which the dialog shows where it was typed. */
  test(source: SourceInput, how?: Omit<Request<'test_camera'>, 'source'>): Promise<CameraPreview> {
    return this.backend.call('test_camera', { source, ...(how ?? { camera_id: null, login: null, rotation: null }) })
  }

  /** A picture to draw on. */
  picture(id: number, mayOpen: boolean): Promise<CameraPicture> {
    return this.backend.call('camera_picture', { id, may_open: mayOpen })
  }

  faceSizes(id: number): Promise<FaceSizesView> {
    return this.backend.call('face_sizes', { id })
  }

  async add(name: string, source: SourceInput): Promise<CameraView> {
    const camera = await this.backend.call('add_camera', { name: name.trim(), source })
    await this.load()
    this.toasts.done(t('cameras.added', { name: camera.name }))
    return camera
  }

  /** Rejects with the refusal, which the dialog shows where it belongs. */
  async save({ id }: CameraView, change: CameraChange): Promise<void> {
    const saved = (camera: CameraView): string => t('cameras.saved', { name: camera.name })
    const save = (): Promise<CameraView> => this.backend.call('update_camera', { ...nothingElse, id, ...change })
    this.take(await this.journal.told(saved, save, 'cameras'))
  }

  /** Puts a camera at another place of the list, which is the order of the live grid. */
  async move(id: number, to: number): Promise<void> {
    this.show(id, to)
    await this.saveOrder()
  }

  /** Shows it there, as while it is dragged. */
  show(id: number, to: number): void {
    const from = this.list.findIndex((camera) => camera.id === id)
    const [camera] = this.list.slice(from, from + 1)
    if (!camera || to < 0 || to >= this.list.length || to === from) return
    const rest = this.list.filter((one) => one.id !== id)
    this.list = [...rest.slice(0, to), camera, ...rest.slice(to)]
  }

  async saveOrder(): Promise<void> {
    try {
      this.list = await this.backend.call('order_cameras', { ids: this.list.map(({ id }) => id) })
    } catch (thrown) {
      this.toasts.trouble(errorWords(thrown))
      void this.load()
    }
  }

  async switchOn(id: number, isEnabled: boolean): Promise<void> {
    await this.update(id, { ...nothingElse, is_enabled: isEnabled })
  }

  /** Opens it anew, without waiting for the next time that it is tried by itself. */
  async tryAgain(id: number): Promise<void> {
    await this.switchOn(id, false)
    await this.switchOn(id, true)
  }

  async remove(camera: CameraView): Promise<void> {
    const remove = async (): Promise<void> => {
      await this.backend.call('remove_camera', { id: camera.id })
      this.list = this.list.filter((one) => one.id !== camera.id)
    }
    await this.journal.tell(t('cameras.removed', { name: camera.name }), remove, 'cameras')
  }

  private async update(id: number, part: Omit<Request<'update_camera'>, 'id'>): Promise<void> {
    try {
      this.take(await this.backend.call('update_camera', { id, ...part }))
    } catch (thrown) {
      this.toasts.trouble(errorWords(thrown))
      void this.load()
    }
  }

  private take(changed: CameraView): void {
    this.list = this.list.map((camera) => (camera.id === changed.id ? changed : camera))
  }
}
