// A camera that is being changed: what was typed, drawn and set, what trying it showed, and saving it. Owns the dialog's state,
// so that the dialog only draws it. What is kept is changed only by saving; after a refusal everything is as it was typed. A
// password comes in by the keyboard and goes to the program; none ever comes back.
import { isApiError } from '$lib/contract'
import type {
  CameraPicture,
  CameraPreview,
  CameraSettingsView,
  CameraView,
  DayHoursView,
  FaceSizesView,
  LoginInput,
  SourceInput,
  WebcamView,
} from '$lib/contract'
import { errorWords } from '$lib/errors/words'
import { t } from '$lib/i18n'
import type { Cameras, CameraChange } from './cameras.svelte'
import { Drawing } from './drawing.svelte'
import { Trial } from './trial.svelte'

export type Part = 'camera' | 'areas' | 'hours' | 'faces'
export type Rotation = 0 | 90 | 180 | 270

type Door = Pick<Cameras, 'webcams' | 'choosePath' | 'test' | 'save' | 'picture' | 'faceSizes'>

export class CameraEdit extends Trial {
  part = $state<Part>('camera')
  name = $state('')
  /** Device, address or path, after the kind of the camera. */
  place = $state('')
  user = $state('')
  password = $state('')
  dropsLogin = $state(false)
  rotation = $state<Rotation>(0)
  hasHours = $state(false)
  hours = $state.raw<(DayHoursView | null)[]>([])
  smallestFace = $state<number | null>(null)
  detectionSide = $state<number | null>(null)
  readonly drawing: Drawing

  /** What the camera shows now, and how it was turned then. */
  picture = $state.raw<CameraPicture>()
  pictureRotation = $state<Rotation>(0)
  pictureTrouble = $state<string>()
  isFetching = $state(false)
  sizes = $state<FaceSizesView>()
  isSaving = $state(false)
  nameError = $state<string>()
  /** What else was refused. */
  error = $state<string>()
  /** The source was tried and did not answer: it can still be saved. */
  maySaveUntried = $state(false)

  constructor(
    readonly camera: CameraView,
    private readonly cameras: Door,
  ) {
    super(cameras)
    const { settings } = camera
    this.name = camera.name
    this.place = camera.source_to_change
    this.rotation = settings.rotation as Rotation
    this.pictureRotation = this.rotation
    this.hasHours = settings.has_hours
    this.hours = settings.hours
    this.smallestFace = settings.smallest_face_px
    this.detectionSide = settings.detection_side_px
    this.drawing = new Drawing(settings.areas)
  }

  get kind(): string {
    return this.camera.kind
  }

  /** A webcam that is unplugged is still the one that is kept. */
  override get devices(): WebcamView[] {
    const { place } = this
    const isListed = super.devices.some(({ device }) => device === place)
    return isListed || !place ? super.devices : [...super.devices, { device: place, name: place }]
  }

  readonly isAnotherSource = $derived.by(
    () =>
      this.place.trim() !== this.camera.source_to_change ||
      this.user !== '' ||
      this.password !== '' ||
      (this.dropsLogin && this.camera.has_login),
  )

  readonly settings = $derived.by<CameraSettingsView>(() => ({
    rotation: this.rotation,
    areas: this.drawing.areas,
    has_hours: this.hasHours,
    hours: this.hours,
    smallest_face_px: this.smallestFace,
    detection_side_px: this.detectionSide,
  }))

  readonly isChanged = $derived.by(
    () =>
      this.name.trim() !== this.camera.name ||
      this.isAnotherSource ||
      JSON.stringify(this.settings) !== JSON.stringify(this.camera.settings),
  )

  private readonly login = $derived.by<LoginInput | null>(() =>
    this.camera.kind === 'stream'
      ? { user: this.user.trim(), password: this.password, is_dropped: this.dropsLogin }
      : null,
  )

  override changed(): void {
    super.changed()
    this.maySaveUntried = false
  }

  turn(rotation: Rotation): void {
    this.drawing.turn(rotation - this.rotation)
    this.rotation = rotation
    // The picture of the test is turned by the program.
    this.preview = undefined
  }

  /** What the camera sees, to draw on; `mayOpen` wakes one that does not watch now. */
  async fetch(mayOpen = false): Promise<void> {
    this.isFetching = true
    this.pictureTrouble = undefined
    try {
      this.picture = await this.cameras.picture(this.camera.id, mayOpen)
      this.pictureRotation = this.camera.settings.rotation as Rotation
    } catch (thrown) {
      this.pictureTrouble = errorWords(thrown)
    } finally {
      this.isFetching = false
    }
  }

  async measure(): Promise<void> {
    this.sizes = await this.cameras.faceSizes(this.camera.id).catch(() => undefined)
  }

  /** Saves, after another source was tried; tells whether it was. What was refused is beside its field then. */
  async save(): Promise<boolean> {
    this.nameError = this.name.trim() ? undefined : t('error.name_empty')
    if (this.nameError || !this.source) {
      this.part = 'camera'
      return false
    }
    if (this.isSaving) return false
    this.isSaving = true
    this.error = undefined
    try {
      if (this.isAnotherSource && !this.isTried && !this.maySaveUntried && !(await this.test())) {
        this.part = 'camera'
        this.maySaveUntried = this.sourceError !== undefined
        return false
      }
      await this.cameras.save(this.camera, this.change())
      return true
    } catch (thrown) {
      this.told(thrown)
      return false
    } finally {
      this.isSaving = false
    }
  }

  /** Only what is another goes to the program. */
  private change(): CameraChange {
    const isOther = JSON.stringify(this.settings) !== JSON.stringify(this.camera.settings)
    const source = this.isAnotherSource ? (this.source ?? null) : null
    return {
      name: this.name.trim() === this.camera.name ? null : this.name.trim(),
      source,
      login: source && this.login,
      settings: isOther ? $state.snapshot(this.settings) : null,
    }
  }

  protected look(source: SourceInput): Promise<CameraPreview> {
    const { rotation, login } = this
    return this.cameras.test(source, { camera_id: this.camera.id, login, rotation })
  }

  private told(thrown: unknown): void {
    const code = isApiError(thrown) ? thrown.code : undefined
    if (code === 'name_taken' || code === 'name_empty') this.nameError = errorWords(thrown)
    else if (code === 'camera_failed') this.sourceError = errorWords(thrown)
    else this.error = errorWords(thrown)
    if (this.nameError ?? this.sourceError) this.part = 'camera'
  }
}
