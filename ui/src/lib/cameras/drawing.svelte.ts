// Zones and masks being drawn: which there are, which is chosen, and every step back. Owns the areas until they are saved;
// must not know pixels of the screen.
import type { AreaKindView, AreaView } from '$lib/contract'
import {
  areSame,
  firstShape,
  moved,
  mostAreas,
  rectangle,
  turned,
  withCorner,
  withNewCorner,
  withoutCorner,
} from './areas'
import type { Corner } from './areas'

const mostSteps = 100

export class Drawing {
  areas = $state.raw<AreaView[]>([])
  /** The place of the chosen one. */
  chosen = $state<number>()
  /** What the next rectangle that is drawn will be. */
  tool = $state<AreaKindView>('privacy_mask')
  private past = $state.raw<AreaView[][]>([])
  /** What is dragged now counts as one step. */
  private isDragging = false

  constructor(areas: AreaView[]) {
    this.areas = areas
  }

  readonly area = $derived(this.chosen === undefined ? undefined : this.areas[this.chosen])
  readonly canUndo = $derived(this.past.length > 0)
  readonly isFull = $derived(this.areas.length >= mostAreas)
  readonly hasZone = $derived(this.areas.some((area) => area.kind === 'zone'))

  add(kind: AreaKindView): void {
    this.tool = kind
    this.append(firstShape(kind, this.areas.length))
  }

  /** A rectangle between two points; a click draws none. */
  draw(from: Corner, to: Corner): void {
    const area = rectangle(this.tool, from, to)
    if (area) this.append(area)
  }

  choose(index: number | undefined): void {
    this.chosen = index
  }

  become(kind: AreaKindView): void {
    this.tool = kind
    this.change((area) => ({ ...area, kind }))
  }

  remove(index: number): void {
    this.keep()
    this.areas = this.areas.filter((_, i) => i !== index)
    this.chosen = undefined
  }

  moveCorner(index: number, to: Corner): void {
    this.change((area) => withCorner(area, index, to))
  }

  /** By shares of the picture, as the arrow keys do. */
  nudgeCorner(index: number, dx: number, dy: number): void {
    const corner = this.area?.corners[index]
    if (corner) this.moveCorner(index, [corner[0] + dx, corner[1] + dy])
  }

  addCorner(edge: number): void {
    this.change((area) => withNewCorner(area, edge))
  }

  removeCorner(index: number): void {
    this.change((area) => withoutCorner(area, index))
  }

  move(dx: number, dy: number): void {
    this.change((area) => moved(area, dx, dy))
  }

  /** From here until `drop` everything is one step. */
  grab(): void {
    this.keep()
    this.isDragging = true
  }

  drop(): void {
    this.isDragging = false
    const before = this.past.at(-1)
    if (before && areSame(before, this.areas)) this.past = this.past.slice(0, -1)
  }

  undo(): void {
    const before = this.past.at(-1)
    if (!before) return
    this.past = this.past.slice(0, -1)
    this.areas = before
    if (this.chosen !== undefined && this.chosen >= before.length) this.chosen = undefined
  }

  /** The picture was turned: what is hidden stays hidden. No step of its own, because the picture turned with it. */
  turn(degrees: number): void {
    this.areas = turned(this.areas, degrees)
    this.past = this.past.map((areas) => turned(areas, degrees))
  }

  private append(area: AreaView): void {
    if (this.isFull) return
    this.keep()
    this.areas = [...this.areas, area]
    this.chosen = this.areas.length - 1
  }

  private change(how: (area: AreaView) => AreaView): void {
    const { chosen, area } = this
    if (chosen === undefined || !area) return
    const next = this.areas.map((one, i) => (i === chosen ? how(one) : one))
    if (areSame(next, this.areas)) return
    if (!this.isDragging) this.keep()
    this.areas = next
  }

  private keep(): void {
    this.past = [...this.past, this.areas].slice(-mostSteps)
  }
}
