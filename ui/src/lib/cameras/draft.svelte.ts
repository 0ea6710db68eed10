// A camera that is being added: its kind, what was typed of each, its name. Owns the dialog's state, so that the dialog only draws it.
import { isApiError } from '$lib/contract'
import type { CameraPreview, CameraView, SourceInput } from '$lib/contract'
import { errorWords } from '$lib/errors/words'
import { t } from '$lib/i18n'
import type { Cameras } from './cameras.svelte'
import { Trial } from './trial.svelte'

export type Kind = SourceInput['kind']

export class CameraDraft extends Trial {
  kind = $state<Kind>('webcam')
  name = $state('')
  isAdding = $state(false)
  nameError = $state<string>()
  /** What was typed of each kind is there again when it is chosen again; a file and a folder are both a path. */
  private typed = $state({ webcam: '', stream: '', path: '', demo: '' })

  constructor(private readonly cameras: Pick<Cameras, 'webcams' | 'choosePath' | 'test' | 'add'>) {
    super(cameras)
  }

  get place(): string {
    return this.typed[fieldOf(this.kind)]
  }

  set place(place: string) {
    this.typed[fieldOf(this.kind)] = place
  }

  override async lookForWebcams(): Promise<void> {
    await super.lookForWebcams()
    if (!this.devices.some(({ device }) => device === this.typed.webcam))
      this.typed.webcam = this.devices[0]?.device ?? ''
  }

  choose(kind: Kind): void {
    this.kind = kind
    this.changed()
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

  protected look(source: SourceInput): Promise<CameraPreview> {
    return this.cameras.test(source)
  }
}

function fieldOf(kind: Kind): 'webcam' | 'stream' | 'path' | 'demo' {
  return kind === 'file' || kind === 'folder' ? 'path' : kind
}
