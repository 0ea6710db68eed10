// A camera that is being added: what was typed, and what trying it showed. Owns the dialog's state, so that the dialog
// only draws it; an answer to an address that was changed since is dropped.
import { isApiError } from '$lib/contract'
import type { CameraPreview, CameraView, SourceInput, WebcamView } from '$lib/contract'
import { errorWords } from '$lib/errors/words'
import { t } from '$lib/i18n'
import type { Cameras } from './cameras.svelte'

export type Kind = SourceInput['kind']

export class CameraDraft {
  kind = $state<Kind>('webcam')
  name = $state('')
  device = $state('')
  address = $state('')
  path = $state('')
  webcams = $state<WebcamView[]>()
  preview = $state<CameraPreview>()
  isTesting = $state(false)
  isAdding = $state(false)
  /** The system's dialog is open. */
  isChoosing = $state(false)
  sourceError = $state<string>()
  nameError = $state<string>()
  private tests = 0

  constructor(private readonly cameras: Pick<Cameras, 'webcams' | 'choosePath' | 'test' | 'add'>) {}

  readonly source = $derived.by<SourceInput | undefined>(() => {
    switch (this.kind) {
      case 'webcam':
        return this.device ? { kind: 'webcam', device: this.device } : undefined
      case 'stream':
        return this.address.trim() ? { kind: 'stream', address: this.address.trim() } : undefined
      case 'file':
      case 'folder':
        return pathOf(this.path) ? { kind: this.kind, path: pathOf(this.path) } : undefined
      case 'demo':
        return { kind: 'demo' }
    }
  })

  async lookForWebcams(): Promise<void> {
    this.webcams = undefined
    try {
      this.webcams = await this.cameras.webcams()
    } catch {
      this.webcams = []
    }
    if (!this.webcams.some((webcam) => webcam.device === this.device)) this.device = this.webcams[0]?.device ?? ''
  }

  choose(kind: Kind): void {
    this.kind = kind
    this.changed()
  }

  /** What was tried is not what is typed any more. */
  changed(): void {
    this.tests += 1
    this.preview = undefined
    this.sourceError = undefined
    this.isTesting = false
  }

  /** Lets the owner choose a path and shows what is there. Whoever goes back, or chose another kind since, keeps what is typed. */
  async choosePath(): Promise<void> {
    const { kind } = this
    if ((kind !== 'file' && kind !== 'folder') || this.isChoosing) return
    this.isChoosing = true
    let path: string | undefined
    try {
      path = await this.cameras.choosePath(kind, pathOf(this.path))
    } catch (thrown) {
      this.sourceError = errorWords(thrown)
    } finally {
      this.isChoosing = false
    }
    if (path === undefined || kind !== this.kind) return
    this.path = path
    this.changed()
    await this.test()
  }

  async test(): Promise<void> {
    const { source } = this
    if (!source || this.isTesting) return
    this.changed()
    const test = this.tests
    this.isTesting = true
    try {
      const preview = await this.cameras.test(source)
      if (test === this.tests) this.preview = preview
    } catch (thrown) {
      if (test === this.tests) this.sourceError = errorWords(thrown)
    } finally {
      if (test === this.tests) this.isTesting = false
    }
  }

  /** Gives the camera, or nothing if it was refused; why is beside the field then. */
  async add(): Promise<CameraView | undefined> {
    this.nameError = this.name.trim() ? undefined : t('error.name_empty')
    if (!this.source || this.nameError || this.isAdding) return undefined
    this.isAdding = true
    try {
      return await this.cameras.add(this.name, this.source)
    } catch (thrown) {
      const isAboutName = isApiError(thrown) && (thrown.code === 'name_taken' || thrown.code === 'name_empty')
      if (isAboutName) this.nameError = errorWords(thrown)
      else this.sourceError = errorWords(thrown)
      return undefined
    } finally {
      this.isAdding = false
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
