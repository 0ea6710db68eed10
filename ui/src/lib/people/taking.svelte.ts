// Pictures of somebody, taken from one of the owner's cameras to learn their face by. Owns the camera that is looked through, its
// last picture, and what was taken until it is used or dropped. A picture without a face that can be learnt is dropped at once;
// nothing is kept anywhere else before the owner says so. Must not know who it is, or any component.
import type { Backend, Unsubscribe } from '$lib/backend/backend'
import type { FrameHeader, MarkedView, NoMarkView } from '$lib/contract'
import { errorWords } from '$lib/errors/words'
import { t } from '$lib/i18n'
import type { KeptFrame } from '$lib/live/ring'
import { asBase64 } from './pictures'

export type Result = 'looking' | 'good' | 'no_face' | 'several_faces' | 'refused' | NoMarkView

export interface Shot {
  number: number
  result: Result
  /** Why it was refused, in words. */
  trouble?: string
  /** The face on it, JPEG in base64, and the picture: of a good one only. */
  face?: string
  file?: File
}

type Area = FrameHeader['faces'][number]['box']

/** Wide enough for a face across a room; more would only take longer. */
export const widestPx = 1920
/** A face seen from so many sides is known again; the guide has as many steps. */
export const wanted = 5
/** More of the same sitting teach nothing. */
export const most = 10
/** Whoever is less than this of the nearest is a passer-by in the background. */
const background = 0.45

export class Taking {
  cameraId = $state<number>()
  shots = $state.raw<Shot[]>([])
  /** How many are before the camera, and how wide its picture is by its height. */
  faces = $state(0)
  shape = $state(16 / 9)
  hasPicture = $state(false)
  readonly good = $derived(this.shots.filter(({ result }) => result === 'good'))
  readonly isLooking = $derived(this.shots.some(({ result }) => result === 'looking'))
  readonly mayTake = $derived(this.hasPicture && !this.isLooking && this.good.length < most)
  private frame: KeptFrame | undefined
  private taken = 0
  /** What is asked of one sitting has no answer in the next. */
  private sitting = 0

  constructor(private readonly backend: Pick<Backend, 'call' | 'watchCamera'>) {}

  get files(): File[] {
    return this.good.flatMap(({ file }) => file ?? [])
  }

  /** Looks through a camera until the answer is called; `show` paints each picture. */
  watch(cameraId: number, show: (frame: KeptFrame) => void): Unsubscribe {
    this.forgetPicture()
    const end = this.backend.watchCamera(cameraId, widestPx, (header, jpeg) => {
      this.frame = { header, jpeg }
      this.faces = near(header).length
      this.shape = header.width / header.height
      this.hasPicture = true
      show(this.frame)
    })
    return () => {
      end()
      this.forgetPicture()
    }
  }

  /** Takes the picture that is shown. */
  async take(): Promise<void> {
    const { frame, sitting } = this
    if (!frame || !this.mayTake) return
    const number = ++this.taken
    // What gave nothing was read, and makes room for what comes of this one.
    this.shots = [...this.good, { number, result: 'looking' }]
    const shot = await this.looked(number, frame).catch((thrown): Shot => {
      return { number, result: 'refused', trouble: errorWords(thrown) }
    })
    if (sitting === this.sitting) this.shots = this.shots.map((one) => (one.number === number ? shot : one))
  }

  /** Takes one back. */
  drop(number: number): void {
    this.shots = this.shots.filter((one) => one.number !== number)
  }

  /** The sitting is over: nothing of it stays. */
  end(): void {
    this.sitting += 1
    this.taken = 0
    this.shots = []
    this.forgetPicture()
  }

  private forgetPicture(): void {
    this.frame = undefined
    this.hasPicture = false
    this.faces = 0
  }

  private async looked(number: number, { header, jpeg }: KeptFrame): Promise<Shot> {
    const file = new File([jpeg], t('teach.file', { number }), { type: 'image/jpeg' })
    const picture = { file_name: file.name, base64: await asBase64(file) }
    const areas = near(header).length > 0 ? near(header) : await this.closer(picture)
    const [area] = areas
    if (!area) return { number, result: 'no_face' }
    if (areas.length > 1) return { number, result: 'several_faces' }
    const { camera_id, at } = header
    return judged(number, file, await this.backend.call('mark_face', { camera_id, at, picture, area }))
  }

  /** Faces that the watch itself passed over, as of somebody who only just came. */
  private async closer(picture: { file_name: string; base64: string }): Promise<Area[]> {
    const { faces } = await this.backend.call('look_at_picture', { picture: { from: 'file', ...picture }, near: null })
    return foreground(faces)
  }
}

function judged(number: number, file: File, view: MarkedView): Shot {
  if (view.outcome === 'nothing') return { number, result: view.reason }
  // Nobody was seen there even from close up: it would be a face by the box alone.
  if (view.is_guessed) return { number, result: 'no_face' }
  return { number, result: 'good', face: view.jpeg_base64, file }
}

function near({ faces }: FrameHeader): Area[] {
  return foreground(faces.map(({ box }) => box))
}

/** Those who are meant, without passers-by. */
function foreground(areas: Area[]): Area[] {
  const side = ([, , width, height]: Area): number => Math.sqrt(width * height)
  const largest = Math.max(0, ...areas.map(side))
  return areas.filter((area) => side(area) >= background * largest)
}
