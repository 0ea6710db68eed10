// A camera of the fake street at a set pace: a round of pictures drawn beforehand and shown again and again, so that what
// is measured is the page and not the drawing. Owns the round of each camera.
import type { FaceOnFrame } from '$lib/contract'
import type { OnFrame, Unsubscribe } from '../backend'
import { faceBox, frameHeight, frameWidth, photograph } from './street'

const roundLength = 12

interface Shot {
  jpeg: Uint8Array<ArrayBuffer>
  faces: FaceOnFrame[]
}

async function roundOf(cameraId: number, maxWidth: number): Promise<Shot[]> {
  const shots: Shot[] = []
  for (let i = 0; i < roundLength; i++) {
    const turn = Math.sin((i / roundLength) * Math.PI * 2)
    const walkers = [0, 1].map((n) => ({
      seed: 3 + ((cameraId * 7 + n * 8) % 40),
      x: 0.32 + n * 0.34 + turn * 0.05,
      y: 0.44,
      size: 0.26,
    }))
    const faces = walkers.map((walker, n): FaceOnFrame => ({
      track: n + 1,
      box: faceBox(walker),
      verdict: n === 0 ? 'known' : 'visitor',
      name: n === 0 ? 'Anna' : null,
      similarity: n === 0 ? 0.67 : null,
      threshold: 0.4,
      sighting_id: null,
      person_id: null,
      visitor_id: null,
      visitor_number: n === 0 ? null : cameraId,
    }))
    shots.push({ jpeg: await photograph(cameraId - 1, walkers, maxWidth), faces })
  }
  return shots
}

export class Film {
  /** Pictures sent, by camera. */
  readonly sent = new Map<number, number>()
  private readonly rounds = new Map<string, Promise<Shot[]>>()

  constructor(readonly fps: number) {}

  watch(cameraId: number, maxWidth: number, show: OnFrame): Unsubscribe {
    let number = 0
    let timer: ReturnType<typeof setInterval> | undefined
    let watches = true
    const key = `${cameraId}-${maxWidth}`
    const round = this.rounds.get(key) ?? roundOf(cameraId, maxWidth)
    this.rounds.set(key, round)
    void round.then((shots) => {
      if (!watches) return
      timer = setInterval(() => {
        const shot = shots[number % shots.length] as Shot
        number += 1
        this.sent.set(cameraId, (this.sent.get(cameraId) ?? 0) + 1)
        const size = { width: frameWidth, height: frameHeight }
        // A message of its own each time, as it comes from the program.
        const jpeg = shot.jpeg.slice()
        show(
          { camera_id: cameraId, number, at: Date.now(), ...size, fps: this.fps, delay_ms: 20, faces: shot.faces },
          jpeg,
        )
      }, 1000 / this.fps)
    })
    return () => {
      watches = false
      clearInterval(timer)
    }
  }
}
