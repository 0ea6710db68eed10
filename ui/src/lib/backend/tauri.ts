// The program behind the window. The only file that knows Tauri. Owns nothing: calls go through one door, `call`, and
// every picture of a camera comes through a channel of its own.
import { Channel, convertFileSrc, invoke } from '@tauri-apps/api/core'
import { listen } from '@tauri-apps/api/event'
import { getCurrentWindow } from '@tauri-apps/api/window'
import { isApiError } from '$lib/contract'
import type { ApiError, CommandName, EventView, Reply, Request } from '$lib/contract'
import type { Backend, OnFrame, PathKind, Unsubscribe } from './backend'
import { takeApart } from './frame-message'

const eventName = 'porchlight-event'
const pictures = 'porchlight'

/** Whatever was thrown becomes a refusal, so that callers handle one shape. */
function asApiError(thrown: unknown): ApiError {
  return isApiError(thrown) ? thrown : { code: 'internal', message: String(thrown), trouble: null }
}

/** Frames come as an ArrayBuffer; Tauri sends very small messages as a list of numbers instead. */
function asBuffer(message: ArrayBuffer | number[]): ArrayBuffer {
  return message instanceof ArrayBuffer ? message : Uint8Array.from(message).buffer
}

class TauriBackend implements Backend {
  async call<K extends CommandName>(name: K, request: Request<K>): Promise<Reply<K>> {
    try {
      return await invoke<Reply<K>>('call', { name, request })
    } catch (thrown) {
      throw asApiError(thrown)
    }
  }

  async choosePath(kind: PathKind, title: string, current: string): Promise<string | undefined> {
    const options = { title, directory: kind === 'folder', defaultPath: current || undefined }
    try {
      return (await invoke<string | null>('plugin:dialog|open', { options })) ?? undefined
    } catch (thrown) {
      throw asApiError(thrown)
    }
  }

  async choosePlace(fileName: string, title: string): Promise<string | undefined> {
    try {
      return (await invoke<string | null>('choose_place', { fileName, title })) ?? undefined
    } catch (thrown) {
      throw asApiError(thrown)
    }
  }

  async savePicture(picture: Blob, fileName: string, title: string): Promise<string | undefined> {
    // The program asks for the place itself and writes there only: the page never names a file.
    const headers = { 'x-file-name': encodeURIComponent(fileName), 'x-title': encodeURIComponent(title) }
    try {
      return (await invoke<string | null>('save_picture', await picture.arrayBuffer(), { headers })) ?? undefined
    } catch (thrown) {
      throw asApiError(thrown)
    }
  }

  async quit(): Promise<void> {
    await invoke('quit')
  }

  async setFullScreen(isFull: boolean): Promise<void> {
    // A desktop that has no full screen leaves the window as it is.
    await getCurrentWindow().setFullscreen(isFull).catch(ignore)
  }

  onFullScreen(tell: (isFull: boolean) => void): Unsubscribe {
    const window = getCurrentWindow()
    return endedLater(
      window.onResized(() => {
        window.isFullscreen().then(tell, ignore)
      }),
    )
  }

  onEvent(tell: (event: EventView) => void): Unsubscribe {
    return endedLater(listen<EventView>(eventName, (event) => tell(event.payload)))
  }

  watchCamera(cameraId: number, maxWidth: number, show: OnFrame): Unsubscribe {
    const channel = new Channel<ArrayBuffer | number[]>()
    let watches = true
    channel.onmessage = (message) => {
      if (!watches) return
      const frame = takeApart(asBuffer(message))
      if (frame) show(frame.header, frame.jpeg)
    }
    const started = invoke<number>('watch_camera', { cameraId, maxWidth, channel })
    const end = endedLater(started.then((watch) => () => void invoke('unwatch_camera', { watch }).catch(ignore)))
    return () => {
      watches = false
      end()
    }
  }

  faceUrl(id: number): string {
    return convertFileSrc(`face/${id}`, pictures)
  }

  sceneUrl(id: number): string {
    return convertFileSrc(`scene/${id}`, pictures)
  }
}

/** Ends what is still being started, as soon as it is. */
function endedLater(started: Promise<Unsubscribe>): Unsubscribe {
  let ended = false
  started.catch(ignore)
  return () => {
    if (ended) return
    ended = true
    started.then((end) => end(), ignore)
  }
}

/** For what failed to start or to stop: the camera's state event tells the owner, and there is nothing left to end. */
function ignore(): void {}

export function createBackend(): Backend {
  return new TauriBackend()
}
