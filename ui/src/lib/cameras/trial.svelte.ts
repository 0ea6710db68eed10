// Where a camera is, as it is typed, and what trying it showed. Owns the picture of the test and what was refused, for a camera
// that is added and for one that is changed; an answer to what was typed differently since is dropped.
import type { CameraPreview, SourceInput, WebcamView } from '$lib/contract'
import { errorWords } from '$lib/errors/words'
import type { Cameras } from './cameras.svelte'

export abstract class Trial {
  webcams = $state<WebcamView[]>()
  preview = $state.raw<CameraPreview>()
  isTesting = $state(false)
  /** The system's dialog is open. */
  isChoosing = $state(false)
  sourceError = $state<string>()
  /** What is typed now gave a picture. */
  protected isTried = $state(false)
  private tests = 0

  constructor(private readonly door: Pick<Cameras, 'webcams' | 'choosePath'>) {}

  /** A kind of source, as the contract names them. */
  abstract readonly kind: string
  /** Device, address or path, after the kind. */
  abstract place: string
  protected abstract look(source: SourceInput): Promise<CameraPreview>

  readonly source = $derived.by<SourceInput | undefined>(() => {
    const place = this.kind === 'stream' ? this.place.trim() : pathOf(this.place)
    switch (this.kind) {
      case 'webcam':
        return place ? { kind: 'webcam', device: place } : undefined
      case 'stream':
        return place ? { kind: 'stream', address: place } : undefined
      case 'file':
      case 'folder':
        return place ? { kind: this.kind, path: place } : undefined
      default:
        return { kind: 'demo' }
    }
  })

  /** The webcams that can be chosen. */
  get devices(): WebcamView[] {
    return this.webcams ?? []
  }

  async lookForWebcams(): Promise<void> {
    this.webcams = undefined
    this.webcams = await this.door.webcams().catch(() => [])
  }

  /** What was tried is not what is typed any more. */
  changed(): void {
    this.tests += 1
    this.preview = undefined
    this.sourceError = undefined
    this.isTesting = false
    this.isTried = false
  }

  /** Lets the owner choose a path and shows what is there. Whoever goes back, or chose another kind since, keeps what is typed. */
  async choosePath(): Promise<void> {
    const { kind } = this
    if ((kind !== 'file' && kind !== 'folder') || this.isChoosing) return
    this.isChoosing = true
    let path: string | undefined
    try {
      path = await this.door.choosePath(kind, pathOf(this.place))
    } catch (thrown) {
      this.sourceError = errorWords(thrown)
    } finally {
      this.isChoosing = false
    }
    if (path === undefined || kind !== this.kind) return
    this.place = path
    this.changed()
    await this.test()
  }

  /** One picture of the source as it is typed; tells whether there was one. */
  async test(): Promise<boolean> {
    const { source } = this
    if (!source || this.isTesting) return false
    this.changed()
    const test = this.tests
    this.isTesting = true
    try {
      const preview = await this.look(source)
      if (test !== this.tests) return false
      this.preview = preview
      this.isTried = true
      return true
    } catch (thrown) {
      if (test === this.tests) this.sourceError = errorWords(thrown)
      return false
    } finally {
      if (test === this.tests) this.isTesting = false
    }
  }
}

/** A path as file managers copy it, with quotes around or as an address, in its plain form. */
export function pathOf(text: string): string {
  const bare = text.trim().replace(/^(["'])(.*)\1$/, '$2')
  const local = /^file:\/\/(?:localhost)?(\/.*)$/.exec(bare)?.[1]
  if (local === undefined) return bare
  try {
    // An address of Windows has its drive after the slash.
    return decodeURIComponent(local).replace(/^\/([A-Za-z]:)/, '$1')
  } catch {
    return bare
  }
}
