// A list that is read a page at a time, newest first. Owns what was read and whether there is more; only the last question's
// answer counts. Must not know what the rows are.

/** So many are read at once. */
const page = 100
/** The most that the program lists at once. */
export const atMost = 500

export class Pages<T> {
  list = $state<T[]>([])
  /** There are older ones. */
  hasMore = $state(false)
  status = $state<'loading' | 'ready' | 'failed'>('loading')
  private questions = 0

  /** `ask` gives at most `limit` rows, those before `last` where it is given. */
  constructor(private readonly ask: (limit: number, last?: T) => Promise<T[]>) {}

  /** Reads anew what is listed, so that nothing that was shown goes. */
  async load(): Promise<void> {
    const question = ++this.questions
    try {
      const limit = Math.min(Math.max(this.list.length, page), atMost)
      const list = await this.ask(limit)
      if (question !== this.questions) return
      this.list = list
      this.hasMore = list.length === limit
      this.status = 'ready'
    } catch {
      if (question === this.questions) this.status = 'failed'
    }
  }

  /** Reads older ones as well. Rejects with the refusal. */
  async more(): Promise<void> {
    const last = this.list.at(-1)
    if (!last) return
    const question = ++this.questions
    const older = await this.ask(page, last)
    if (question !== this.questions) return
    this.list = [...this.list, ...older]
    this.hasMore = older.length === page
  }
}
