// Everybody the owner named. Owns the list and what is done to it.
import type { Backend } from '$lib/backend/backend'
import type {
  Erased,
  EventView,
  MoveTarget,
  PersonKindView,
  PersonView,
  PictureOutcome,
  SightingView,
} from '$lib/contract'
import { errorWords } from '$lib/errors/words'
import { percent, t } from '$lib/i18n'
import type { Journal } from '$lib/journal/journal.svelte'
import type { Toasts } from '$lib/toasts/toasts.svelte'
import { asPictures } from './pictures'

export class People {
  list = $state<PersonView[]>([])
  status = $state<'loading' | 'ready' | 'failed'>('loading')
  /** What was erased last, until the owner has seen the proof. */
  proof = $state.raw<{ name: string; erased: Erased }>()
  private loading: Promise<void> | undefined
  private isStale = false
  names = $derived(this.list.map((person) => person.name))

  constructor(
    private readonly backend: Backend,
    private readonly toasts: Toasts,
    private readonly journal: Journal,
  ) {}

  /** One question at a time: while many pictures are learnt, somebody changes faster than everybody is listed. */
  load(): Promise<void> {
    this.isStale = true
    this.loading ??= this.loadWhileStale().finally(() => (this.loading = undefined))
    return this.loading
  }

  private async loadWhileStale(): Promise<void> {
    while (this.isStale) {
      this.isStale = false
      try {
        this.list = await this.backend.call('people', {})
        this.status = 'ready'
      } catch {
        this.status = 'failed'
      }
    }
  }

  find(id: number): PersonView | undefined {
    return this.list.find((person) => person.id === id)
  }

  follow(event: EventView): void {
    if (event.type === 'people_changed') void this.load()
    else if (event.type === 'sighting_started' || event.type === 'sighting_updated') this.seen(event.sighting)
    else if (event.type === 'sighting_ended' && event.sighting.person_id !== null) void this.load()
  }

  /** Who is here now was not last seen the time before, and once more than until then. */
  private seen({ person_id, started_at, camera_name }: SightingView): void {
    this.list = this.list.map((person) =>
      person.id === person_id && (person.last_seen ?? 0) < started_at
        ? { ...person, sightings: person.sightings + 1, last_seen: started_at, last_camera: camera_name }
        : person,
    )
  }

  /** Rejects with the refusal, which the dialog shows beside what was typed. */
  async add(name: string, kind: PersonKindView, files: File[]): Promise<PictureOutcome[]> {
    const pictures = await asPictures(files)
    const add = (): Promise<PictureOutcome[]> => this.backend.call('add_person', { name: name.trim(), kind, pictures })
    const outcomes = await this.journal.told(t('add_person.added', { name: name.trim() }), add, 'pictures')
    await this.load()
    return outcomes
  }

  async addPictures(personId: number, files: File[]): Promise<PictureOutcome[] | undefined> {
    try {
      const pictures = await asPictures(files)
      const name = this.find(personId)?.name ?? ''
      const kept = (outcomes: PictureOutcome[]): string | undefined => {
        const count = outcomes.filter(({ verdict }) => verdict.verdict === 'added').length
        return count > 0 ? t('teach.kept', { count, name }) : undefined
      }
      const add = (): Promise<PictureOutcome[]> => this.backend.call('add_pictures', { person_id: personId, pictures })
      const outcomes = await this.journal.told(kept, add, 'pictures')
      await this.load()
      return outcomes
    } catch (thrown) {
      this.toasts.trouble(errorWords(thrown))
      return undefined
    }
  }

  /** Gives why it was refused. */
  async rename(id: number, name: string): Promise<string | undefined> {
    try {
      await this.journal.told(t('people.renamed', { name: name.trim() }), async () =>
        this.put(await this.backend.call('rename_person', { id, name: name.trim() })),
      )
      return undefined
    } catch (thrown) {
      return errorWords(thrown)
    }
  }

  async setKind(person: PersonView, kind: PersonKindView): Promise<void> {
    const words = {
      known: t('people.became_known', { name: person.name }),
      blacklisted: t('people.became_blacklisted', { name: person.name }),
      ignored: t('people.became_ignored', { name: person.name }),
    }
    await this.journal.tell(words[kind], async () =>
      this.put(await this.backend.call('set_person_kind', { id: person.id, kind })),
    )
  }

  async removeFace(person: PersonView, faceId: number): Promise<void> {
    await this.journal.tell(t('people.face_removed', { name: person.name }), async () => {
      await this.backend.call('remove_face', { id: faceId })
      await this.load()
    })
  }

  /** The face is somebody else's. */
  moveFace(faceId: number, target: MoveTarget, name: string): Promise<boolean> {
    return this.journal.tell(t('people.face_moved', { name }), async () => {
      await this.backend.call('move_face', { id: faceId, target })
      await this.load()
    })
  }

  /** A threshold of the person's own; absent for the general one. */
  setThreshold(person: PersonView, threshold: number | null): Promise<boolean> {
    const done =
      threshold === null
        ? t('people.threshold_general', { name: person.name })
        : t('people.threshold_own', { name: person.name, threshold: percent(threshold) })
    return this.journal.tell(done, async () => {
      this.put(await this.backend.call('set_person_threshold', { id: person.id, threshold }))
    })
  }

  /** The owner's note; empty for none. */
  setNote(person: PersonView, note: string): Promise<boolean> {
    return this.journal.tell(t('people.note_kept', { name: person.name }), async () => {
      this.put(await this.backend.call('set_person_note', { id: person.id, note: note.trim() }))
    })
  }

  /** Somebody is the same as `into`, who goes on. */
  merge(person: PersonView, into: PersonView): Promise<boolean> {
    return this.journal.tell(t('visitors.merged', { name: into.name }), async () => {
      const merged = await this.backend.call('merge_people', { id: person.id, into: into.id })
      this.list = this.list.filter((one) => one.id !== person.id)
      this.put(merged)
    })
  }

  async remove(person: PersonView): Promise<boolean> {
    return await this.act(async () => {
      const erased = await this.backend.call('remove_person', { id: person.id })
      this.list = this.list.filter((one) => one.id !== person.id)
      this.proof = { name: person.name, erased }
      this.toasts.done(erasedWords(person.name, erased))
    })
  }

  private put(person: PersonView): void {
    this.list = this.list.map((one) => (one.id === person.id ? person : one))
  }

  private async act(act: () => Promise<void>): Promise<boolean> {
    try {
      await act()
      return true
    } catch (thrown) {
      this.toasts.trouble(errorWords(thrown))
      return false
    }
  }
}

function erasedWords(name: string, erased: Erased): string {
  return t('people.erased', {
    name,
    faces: t('count.faces', { count: erased.faces }),
    sightings: t('count.sightings', { count: erased.sightings }),
    alerts: t('count.alerts', { count: erased.alerts }),
  })
}
