// The owner's cameras and how each fares. Owns the list; pictures go past it, from the backend to the painter.
import type { Backend, PathKind } from '$lib/backend/backend'
import type { CameraPreview, CameraView, EventView, SourceInput, WebcamView } from '$lib/contract'
import { errorWords } from '$lib/errors/words'
import { t } from '$lib/i18n'
import type { Toasts } from '$lib/toasts/toasts.svelte'

export class Cameras {
  list = $state<CameraView[]>([])
  status = $state<'loading' | 'ready' | 'failed'>('loading')

  constructor(
    private readonly backend: Backend,
    private readonly toasts: Toasts,
  ) {}

  async load(): Promise<void> {
    try {
      this.list = await this.backend.call('cameras', {})
      this.status = 'ready'
    } catch {
      this.status = 'failed'
    }
  }

  follow(event: EventView): void {
    if (event.type === 'cameras_changed') void this.load()
    if (event.type === 'camera_state')
      this.list = this.list.map((camera) =>
        camera.id === event.camera_id ? { ...camera, state: event.state } : camera,
      )
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
  test(source: SourceInput): Promise<CameraPreview> {
    return this.backend.call('test_camera', { source })
  }

  async add(name: string, source: SourceInput): Promise<CameraView> {
    const camera = await this.backend.call('add_camera', { name: name.trim(), source })
    await this.load()
    this.toasts.done(t('cameras.added', { name: camera.name }))
    return camera
  }

  async rename(id: number, name: string): Promise<void> {
    await this.update(id, { name: name.trim(), is_enabled: null })
  }

  async switchOn(id: number, isEnabled: boolean): Promise<void> {
    await this.update(id, { name: null, is_enabled: isEnabled })
  }

  /** Opens it anew, without waiting for the next time that it is tried by itself. */
  async tryAgain(id: number): Promise<void> {
    await this.switchOn(id, false)
    await this.switchOn(id, true)
  }

  async remove(camera: CameraView): Promise<void> {
    try {
      await this.backend.call('remove_camera', { id: camera.id })
      this.list = this.list.filter((one) => one.id !== camera.id)
      this.toasts.done(t('cameras.removed', { name: camera.name }))
    } catch (thrown) {
      this.toasts.trouble(errorWords(thrown))
    }
  }

  private async update(id: number, part: { name: string | null; is_enabled: boolean | null }): Promise<void> {
    try {
      const changed = await this.backend.call('update_camera', { id, ...part })
      this.list = this.list.map((camera) => (camera.id === id ? changed : camera))
    } catch (thrown) {
      this.toasts.trouble(errorWords(thrown))
      void this.load()
    }
  }
}
