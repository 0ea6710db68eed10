// A face that the detector missed: the picture it is on, the box drawn around it, what a closer look showed, and whom
// the owner says it is. Owns these steps. Must not know pixels of the tile: a box is told in fractions of the frame.
import type { Backend } from '$lib/backend/backend'
import type { FaceOnFrame, MarkedView, MarkFace, MoveTarget } from '$lib/contract'
import { errorWords } from '$lib/errors/words'
import { t } from '$lib/i18n'
import type { Journal } from '$lib/journal/journal.svelte'
import { asBase64 } from '$lib/people/pictures'
import type { KeptFrame } from './ring'

/** Left, top, width, height as fractions of the frame. */
export type Area = [left: number, top: number, width: number, height: number]

/** `waiting` for the picture, `drawing` the box, `looking` closer, and then what was seen. */
export type Step = 'off' | 'waiting' | 'drawing' | 'looking' | 'seen' | 'keeping'

/** Boxes that share so much of what both cover are around the same face. */
const sameFrom = 0.35
/** A box drawn with less than this of the frame was a click. */
const leastSide = 0.008

export class Marking {
  step = $state<Step>('off')
  area = $state.raw<Area>()
  view = $state.raw<MarkedView>()
  /** Why it was refused, in words. */
  trouble = $state<string>()
  private frame: KeptFrame | undefined
  private marked: MarkFace | undefined
  private looks = 0

  constructor(
    private readonly backend: Backend,
    private readonly journal: Journal,
  ) {}

  get isOn(): boolean {
    return this.step !== 'off'
  }

  /** Begins; the picture may still have to come. */
  begin(frame?: KeptFrame): void {
    this.looks += 1
    this.frame = frame
    this.area = undefined
    this.view = undefined
    this.trouble = undefined
    this.step = frame ? 'drawing' : 'waiting'
  }

  cancel(): void {
    this.looks += 1
    this.step = 'off'
    this.frame = undefined
    this.marked = undefined
    this.area = undefined
    this.view = undefined
  }

  /** Draws the box anew on the same picture. */
  again(): void {
    if (this.frame) this.begin(this.frame)
  }

  /** The face that was found already where a box was drawn: it was not missed. */
  followedIn(area: Area): FaceOnFrame | undefined {
    return this.frame?.header.faces.find((face) => face.sighting_id !== null && shared(face.box, area) >= sameFrom)
  }

  /** The program looks closer at the box. A click that was no box is passed over. */
  async look(area: Area): Promise<void> {
    const { frame } = this
    if (!frame || area[2] < leastSide || area[3] < leastSide) {
      this.area = undefined
      return
    }
    const look = ++this.looks
    this.area = area
    this.view = undefined
    this.trouble = undefined
    this.step = 'looking'
    try {
      const { camera_id, at } = frame.header
      const picture = { file_name: '', base64: await asBase64(new Blob([frame.jpeg])) }
      const marked: MarkFace = { camera_id, at, picture, area }
      const view = await this.backend.call('mark_face', marked)
      if (look !== this.looks) return
      this.marked = marked
      this.view = view
    } catch (thrown) {
      if (look === this.looks) this.trouble = errorWords(thrown)
    } finally {
      if (look === this.looks) this.step = 'seen'
    }
  }

  /** It is this person; gives whether it was done. */
  async keep(target: MoveTarget, name: string): Promise<boolean> {
    const { marked } = this
    if (!marked || this.step !== 'seen' || this.view?.outcome !== 'face') return false
    this.step = 'keeping'
    const isKept = await this.journal.tell(t('mark.kept', { name }), () =>
      this.backend.call('keep_marked_face', { marked, target }),
    )
    if (isKept) this.cancel()
    else this.step = 'seen'
    return isKept
  }
}

/** Intersection over union. */
function shared(one: Area, other: Area): number {
  const across = Math.min(one[0] + one[2], other[0] + other[2]) - Math.max(one[0], other[0])
  const down = Math.min(one[1] + one[3], other[1] + other[3]) - Math.max(one[1], other[1])
  const both = Math.max(0, across) * Math.max(0, down)
  return both / (one[2] * one[3] + other[2] * other[3] - both)
}
