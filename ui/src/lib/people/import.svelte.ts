// Learning people from many pictures: dropped, or out of a folder or a ZIP file. Owns what is to be learnt, how far it is,
// and what waits for the owner's click. It goes on while other views are looked at; nothing is learnt twice, so that
// what was stopped can be begun again.
import type { Backend } from '$lib/backend/backend'
import type { AlbumView, AlreadyView, PersonKindView, PictureSource, PictureVerdict } from '$lib/contract'
import { errorWords } from '$lib/errors/words'
import { t } from '$lib/i18n'
import type { Journal } from '$lib/journal/journal.svelte'
import type { Dropped } from './dropped'
import { asBase64 } from './pictures'

/** One picture to be learnt. */
export interface Lesson {
  id: number
  /** The folder it lay in. */
  folder: string | undefined
  fileName: string
  from: { album: number; index: number } | { file: File }
}

/** What waits for a click. */
export interface Question extends Lesson {
  name: string
  verdict: PictureVerdict
  already: AlreadyView | null
}

export interface Counts {
  added: number
  duplicates: number
  left: number
}

const pieceBytes = 4 << 20

export class PictureImport {
  status = $state<'empty' | 'opening' | 'ready' | 'running' | 'done'>('empty')
  lessons = $state.raw<Lesson[]>([])
  leftOut = $state(0)
  /** What each folder's person is called; the folder's own name unless the owner wrote another. */
  names = $state<Record<string, string>>({})
  /** Who is on the pictures that lie in no folder. */
  looseName = $state('')
  kind = $state<PersonKindView>('known')
  done = $state(0)
  counts = $state<Counts>({ added: 0, duplicates: 0, left: 0 })
  questions = $state.raw<Question[]>([])
  error = $state<string>()
  /** The dialog is looked at. */
  isOpen = $state(false)
  secondsLeft = $state<number>()
  private albums: number[] = []
  private isStopping = false
  private startedAt = 0
  private doneAtStart = 0
  private lastId = 0

  readonly folders = $derived([...new Set(this.lessons.flatMap((one) => one.folder ?? []))])
  readonly hasLoose = $derived(this.lessons.some((one) => one.folder === undefined))
  readonly left = $derived(this.lessons.length - this.done)

  constructor(
    private readonly backend: Backend,
    private readonly journal: Journal,
  ) {}

  /** Opens the dialog, on what is going on or for something new. */
  show(): void {
    if (this.status === 'done' && this.questions.length === 0) this.clear()
    this.isOpen = true
  }

  async takeDropped({ pictures, archives }: Dropped): Promise<void> {
    this.add(pictures.map(({ file, person }) => ({ folder: person, fileName: file.name, from: { file } })))
    for (const archive of archives) await this.opening(() => this.upload(archive))
  }

  /** Lets the owner choose a folder or a ZIP file. */
  async choose(kind: 'file' | 'folder'): Promise<void> {
    const title = kind === 'file' ? t('import.choose_zip') : t('import.choose_folder')
    const path = await this.backend.choosePath(kind, title, '').catch(() => undefined)
    if (path !== undefined) await this.opening(() => this.backend.call('open_album', { path }))
  }

  nameOf({ folder }: Pick<Lesson, 'folder'>): string {
    return (folder === undefined ? this.looseName : (this.names[folder] ?? folder)).trim()
  }

  /** Learns one picture after the other until all are done or the owner stops. */
  async run(): Promise<void> {
    if (this.status === 'running' || this.lessons.length === 0) return
    if (this.lessons.some((one) => !this.nameOf(one))) {
      this.error = t('error.name_empty')
      return
    }
    this.error = undefined
    this.status = 'running'
    this.isStopping = false
    this.startedAt = performance.now()
    this.doneAtStart = this.done
    while (this.done < this.lessons.length && !this.isStopping) {
      const lesson = this.lessons[this.done]
      if (lesson && !(await this.learn(lesson))) break
      this.done += 1
      const each = (performance.now() - this.startedAt) / (this.done - this.doneAtStart)
      this.secondsLeft = Math.ceil((each * this.left) / 1_000)
    }
    this.secondsLeft = undefined
    this.status = this.left > 0 ? 'ready' : 'done'
  }

  stop(): void {
    this.isStopping = true
  }

  /** This face on the picture is the one who is meant. */
  async answer(question: Question, face: [number, number, number, number]): Promise<boolean> {
    try {
      const learnt = await this.backend.call('learn_picture', { ...(await this.request(question)), face })
      if (learnt.verdict.verdict === 'added') this.counts.added += 1
      else if (learnt.verdict.verdict === 'duplicate') this.counts.duplicates += 1
      else return false
      this.settle(question)
      return true
    } catch (thrown) {
      this.error = errorWords(thrown)
      return false
    }
  }

  /** The picture was added for somebody else, but it is theirs. */
  async take(question: Question): Promise<void> {
    const { already, name } = question
    if (!already) return
    const isDone = await this.journal.tell(t('people.face_moved', { name }), () =>
      this.backend.call('move_face', { id: already.face_id, target: { to: 'named', name } }),
    )
    if (isDone) this.settle(question)
  }

  leave(question: Question): void {
    this.counts.left += 1
    this.settle(question)
  }

  /** The picture of a question with the faces on it; around a point, faint ones as well. */
  async look(question: Question, near: [number, number] | null) {
    return await this.backend.call('look_at_picture', { picture: await this.source(question), near })
  }

  /** Forgets everything; what was learnt stays. */
  clear(): void {
    this.isStopping = true
    for (const id of this.albums) void this.backend.call('close_album', { id }).catch(() => undefined)
    this.albums = []
    this.status = 'empty'
    this.lessons = []
    this.questions = []
    this.names = {}
    this.looseName = ''
    this.leftOut = 0
    this.done = 0
    this.counts = { added: 0, duplicates: 0, left: 0 }
    this.error = undefined
  }

  private settle(question: Question): void {
    this.questions = this.questions.filter((one) => one.id !== question.id)
  }

  private async learn(lesson: Lesson): Promise<boolean> {
    const name = this.nameOf(lesson)
    try {
      const { verdict, person_id, already } = await this.backend.call('learn_picture', {
        ...(await this.request({ ...lesson, name })),
        face: null,
      })
      const isTheirs = already !== null && already.person_id === person_id
      if (verdict.verdict === 'added') this.counts.added += 1
      else if (verdict.verdict === 'duplicate' && (isTheirs || !already)) this.counts.duplicates += 1
      else this.questions = [...this.questions, { ...lesson, name, verdict, already }]
      return true
    } catch (thrown) {
      // Nothing can be learnt at all, as without models or room: what is left waits.
      this.error = errorWords(thrown)
      return false
    }
  }

  private async request(lesson: Lesson & { name: string }) {
    return { picture: await this.source(lesson), name: lesson.name, kind: this.kind }
  }

  private async source({ from }: Lesson): Promise<PictureSource> {
    if ('album' in from) return { from: 'album', album: from.album, index: from.index }
    return { from: 'file', file_name: from.file.name, base64: await asBase64(from.file) }
  }

  private add(lessons: Omit<Lesson, 'id'>[]): void {
    if (lessons.length === 0) return
    if (this.status === 'done') this.clear()
    this.error = undefined
    this.lessons = [...this.lessons, ...lessons.map((lesson) => ({ ...lesson, id: ++this.lastId }))]
    if (this.status !== 'running') this.status = 'ready'
  }

  private async opening(open: () => Promise<AlbumView>): Promise<void> {
    const before = this.status
    if (before !== 'running') this.status = 'opening'
    this.error = undefined
    try {
      const album = await open()
      this.albums.push(album.id)
      this.leftOut += album.left_out
      if (before !== 'running') this.status = before
      if (album.pictures.length === 0) this.error = t('import.nothing', { name: album.name })
      const hasFolders = album.pictures.some((picture) => picture.person !== null)
      if (!hasFolders && !this.looseName) this.looseName = album.name
      this.add(
        album.pictures.map(({ person, file_name }, index) => ({
          folder: person ?? undefined,
          fileName: file_name,
          from: { album: album.id, index },
        })),
      )
    } catch (thrown) {
      this.error = errorWords(thrown)
      if (before !== 'running') this.status = before
    }
  }

  private async upload(file: File): Promise<AlbumView> {
    let upload: number | null = null
    for (let at = 0; ; at += pieceBytes) {
      const is_last = at + pieceBytes >= file.size
      const base64 = await asBase64(file.slice(at, at + pieceBytes))
      const sent: { upload: number; album: AlbumView | null } = await this.backend.call('upload_album', {
        upload,
        file_name: file.name,
        base64,
        is_last,
      })
      if (sent.album) return sent.album
      upload = sent.upload
    }
  }
}
