// A compressed picture to one that can be painted, away from the thread that answers clicks and keys: some web views
// decode where they are asked, and nine cameras would keep that thread busy. Owns the worker. Where there is none, or it
// cannot hand pictures over, the page decodes by itself.
import type { Decoded, ToDecode } from './decode.worker'

type Jpeg = Uint8Array<ArrayBuffer>

interface Waiting {
  jpeg: Jpeg
  done: (picture: ImageBitmap | undefined) => void
}

export class Decoder {
  private worker: Worker | undefined
  private isHere = false
  private lastId = 0
  private readonly waiting = new Map<number, Waiting>()

  constructor(private readonly open: () => Worker | undefined) {}

  /** Nothing where the picture is damaged: that costs this picture only, the next one is on its way. */
  decode(jpeg: Jpeg): Promise<ImageBitmap | undefined> {
    const worker = this.atWork()
    if (!worker) return decodedHere(jpeg)
    const id = ++this.lastId
    return new Promise((done) => {
      this.waiting.set(id, { jpeg, done })
      worker.postMessage({ id, jpeg } satisfies ToDecode)
    })
  }

  private atWork(): Worker | undefined {
    if (this.isHere || this.worker) return this.worker
    try {
      this.worker = this.open()
    } catch {
      this.worker = undefined
    }
    this.isHere = this.worker === undefined
    this.worker?.addEventListener('message', (event: MessageEvent<Decoded>) => this.take(event.data))
    this.worker?.addEventListener('error', () => this.comeHome())
    return this.worker
  }

  private take({ id, picture, isUnable }: Decoded): void {
    if (isUnable) return this.comeHome()
    this.waiting.get(id)?.done(picture)
    this.waiting.delete(id)
  }

  /** The worker does not work here: what it was given is done by the page, as is everything from now on. */
  private comeHome(): void {
    this.isHere = true
    this.worker?.terminate()
    this.worker = undefined
    const left = [...this.waiting.values()]
    this.waiting.clear()
    for (const { jpeg, done } of left) void decodedHere(jpeg).then(done)
  }
}

async function decodedHere(jpeg: Jpeg): Promise<ImageBitmap | undefined> {
  try {
    return await createImageBitmap(new Blob([jpeg], { type: 'image/jpeg' }))
  } catch {
    return undefined
  }
}

const decoder = new Decoder(() =>
  typeof Worker === 'undefined'
    ? undefined
    : new Worker(new URL('./decode.worker.ts', import.meta.url), { type: 'module' }),
)

export function decoded(jpeg: Jpeg): Promise<ImageBitmap | undefined> {
  return decoder.decode(jpeg)
}
