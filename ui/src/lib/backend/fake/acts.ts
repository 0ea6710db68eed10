// The fake journal: what each act changed, so that any of them can be taken back whatever came after it, unless
// something later stands in the way. Owns the acts; what they change belongs to the household.
import type { ActView, AlertView, JournalView, PartyView } from '$lib/contract'
import { refusal } from './refusal'

/** One thing the household keeps, field by field. */
export type Entity = Record<string, unknown>
export type Snapshot = Map<string, Entity>

/** What an act may change of an alert. */
export function seenOf({ id, acknowledged_at, acknowledged_from }: AlertView): [string, Entity] {
  return [`alert:${id}`, { id, acknowledged_at, acknowledged_from }]
}

/** What an act says of itself beside who it is about. */
type More = Partial<Pick<ActView, 'actor' | 'together' | 'rule_about' | 'camera_name'>>

interface Act extends ActView {
  before: Snapshot
  after: Snapshot
  /** When it was taken back, in turns; acts are counted in turns as well. */
  undoneTurn: number
}

/** Fields that visits change as well: they are set, or counted back, without being in the way. */
const counted = ['sightings', 'times_seen']
const passing = ['last_seen', 'last_camera', 'first_seen', 'cameras', 'suggestion']

const same = (a: unknown, b: unknown): boolean => JSON.stringify(a) === JSON.stringify(b)

export class Acts {
  private readonly list: Act[] = []
  private turn = 0
  private lastRecordedTurn = 0

  constructor(
    private readonly keeper: { snapshot(): Snapshot; restore(key: string, entity: Entity | undefined): void },
    private readonly id: () => number,
    private readonly now: () => number,
  ) {}

  /** Does something and writes down what it changed; an act that changes nothing is not written down. */
  record<T>(kind: string, from: PartyView, to: PartyView, perform: () => T, more: More = {}): T {
    const was = this.keeper.snapshot()
    const done = perform()
    const is = this.keeper.snapshot()
    const [before, after] = changes(was, is)
    if (before.size + after.size === 0) return done
    this.lastRecordedTurn = ++this.turn
    this.list.push({
      id: this.id(),
      at: this.now(),
      kind,
      actor: 'owner',
      from,
      to,
      together: 1,
      rule_about: null,
      camera_name: null,
      ...more,
      is_undone: false,
      before,
      after,
      undoneTurn: 0,
    })
    return done
  }

  /** The act that was written down last. */
  get latest(): number | undefined {
    return this.list.at(-1)?.id
  }

  /** Does something that belongs to the act before, which is taken back with it. False where that is not the last one. */
  goOn(begun: number | undefined, perform: () => void): boolean {
    const act = this.list.at(-1)
    if (!act || act.id !== begun || act.is_undone) return false
    const was = this.keeper.snapshot()
    perform()
    const [before, after] = changes(was, this.keeper.snapshot())
    act.before = new Map([...[...before].filter(([key]) => !act.after.has(key)), ...act.before])
    act.after = new Map([...act.after, ...after])
    act.together += 1
    return true
  }

  shown(limit: number, before: number | null): ActView[] {
    return this.list
      .filter((act) => before === null || act.id < before)
      .reverse()
      .slice(0, limit)
      .map((act) => {
        const { id, at, actor, from, to, together, rule_about, camera_name, is_undone } = act
        return { id, at, kind: journalKind(act), actor, from, to, together, rule_about, camera_name, is_undone }
      })
  }

  view(): JournalView {
    const [undo, redo] = [this.last('undo'), this.last('redo')]
    return {
      undo: undo ? journalKind(undo) : null,
      undo_about: undo ? about(undo) : null,
      undo_together: undo?.together ?? 0,
      redo: redo ? journalKind(redo) : null,
      redo_about: redo ? about(redo) : null,
      redo_together: redo?.together ?? 0,
    }
  }

  step(direction: 'undo' | 'redo'): void {
    const act = this.last(direction)
    if (!act) throw refusal('no_longer_possible', 'nothing to take back')
    this.take(act.id, direction)
  }

  take(id: number, direction: 'undo' | 'redo'): void {
    const act = this.list.find((one) => one.id === id)
    if (!act) throw refusal('not_found', `there is no act ${id}`)
    const isUndo = direction === 'undo'
    if (act.is_undone === isUndo) throw refusal('no_longer_possible', 'it is so already')
    const [source, target] = isUndo ? [act.after, act.before] : [act.before, act.after]
    const current = this.keeper.snapshot()
    const keys = [...new Set([...source.keys(), ...target.keys()])]
    // All is worked out before anything is changed: what cannot be taken back whole is not taken back at all.
    const next = keys.map((key) => [key, turned(current.get(key), source.get(key), target.get(key))] as const)
    for (const [key, entity] of next) this.keeper.restore(key, entity)
    act.is_undone = isUndo
    act.undoneTurn = ++this.turn
  }

  private last(direction: 'undo' | 'redo'): Act | undefined {
    if (direction === 'undo') return this.list.filter((act) => !act.is_undone && act.actor === 'owner').at(-1)
    return this.list
      .filter((act) => act.is_undone && act.actor === 'owner' && act.undoneTurn > this.lastRecordedTurn)
      .sort((a, b) => a.undoneTurn - b.undoneTurn)
      .at(-1)
  }
}

/** What `current` becomes when a change from `source` to `target` is done to it. */
function turned(
  current: Entity | undefined,
  source: Entity | undefined,
  target: Entity | undefined,
): Entity | undefined {
  const inTheWay = refusal('no_longer_possible', 'something later stands in the way')
  if (!source) {
    if (current) throw inTheWay
    return structuredClone(target)
  }
  if (!current) throw inTheWay
  if (!target) {
    for (const [field, value] of Object.entries(source))
      if (Array.isArray(value) && !passing.includes(field) && !same(idsOf(current[field]), idsOf(value))) throw inTheWay
    return undefined
  }
  const next = structuredClone(current)
  for (const [field, from] of Object.entries(source)) {
    const to = target[field]
    if (same(from, to)) continue
    if (counted.includes(field)) next[field] = Number(current[field]) + Number(to) - Number(from)
    else if (passing.includes(field)) next[field] = to
    else if (Array.isArray(from) && Array.isArray(to)) next[field] = turnedList(current[field], from, to)
    else if (same(current[field], from)) next[field] = to
    else throw inTheWay
  }
  return structuredClone(next)
}

/** What of two snapshots is different: as it was, as it is. */
function changes(was: Snapshot, is: Snapshot): [Snapshot, Snapshot] {
  const touched = [...new Set([...was.keys(), ...is.keys()])].filter((key) => !same(was.get(key), is.get(key)))
  const only = (snapshot: Snapshot): Snapshot => new Map([...snapshot].filter(([key]) => touched.includes(key)))
  return [only(was), only(is)]
}

const idOf = (item: unknown): number => (typeof item === 'number' ? item : (item as { id: number }).id)
const idsOf = (list: unknown): number[] => (list as unknown[]).map(idOf)

function turnedList(current: unknown, from: unknown[], to: unknown[]): unknown[] {
  const inTheWay = refusal('no_longer_possible', 'a face is somewhere else now')
  const goes = idsOf(from).filter((id) => !idsOf(to).includes(id))
  if (goes.some((id) => !idsOf(current).includes(id))) throw inTheWay
  const stays = (current as unknown[]).filter((item) => !goes.includes(idOf(item)))
  const changed = stays.map((item) => to.find((one) => idOf(one) === idOf(item)) ?? item)
  return [...changed, ...to.filter((item) => !idsOf(stays).includes(idOf(item)))]
}

/** The word an act goes by: naming and blacklisting a visitor are both one kind of change. */
function journalKind({ kind, after, before }: Act): string {
  const entities = [...after, ...before].filter(([key]) => key.startsWith('person:')).map(([, entity]) => entity)
  const personKind = entities[0]?.['kind']
  if (kind === 'name')
    return personKind === 'blacklisted'
      ? 'blacklist_visitor'
      : personKind === 'ignored'
        ? 'ignore_visitor'
        : 'name_visitor'
  if (kind === 'set_kind')
    return personKind === 'blacklisted'
      ? 'blacklist_person'
      : personKind === 'ignored'
        ? 'ignore_person'
        : 'set_person_kind'
  return { rename: 'rename_person', reject: 'reject_visitor' }[kind] ?? kind
}

function about({ kind, from, to, camera_name }: Act): string | null {
  if (camera_name !== null) return camera_name
  return kind === 'reject' ? (from.name ?? to.name) : (to.name ?? from.name)
}
