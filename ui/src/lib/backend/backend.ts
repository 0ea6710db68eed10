// What this page needs of the program behind it. Owns the interface only; the real one and the fake implement it, and
// nothing in here or above may know which of the two it is.
import type { CommandName, EventView, FrameHeader, Reply, Request } from '$lib/contract'

/** Ends a subscription; calling it twice does nothing more. */
export type Unsubscribe = () => void

/** One live picture with the faces on that very frame. */
export type OnFrame = (header: FrameHeader, jpeg: Uint8Array<ArrayBuffer>) => void

/** What can be chosen on this machine. */
export type PathKind = 'file' | 'folder'

export interface Backend {
  /** Does a command; rejects with an `ApiError`. */
  call<K extends CommandName>(name: K, request: Request<K>): Promise<Reply<K>>
  /** Lets the owner choose a path in the system's own dialog, beginning at `current`; nothing if they went back. */
  choosePath(kind: PathKind, title: string, current: string): Promise<string | undefined>
  /** Asks in the system's own dialog where a file is to go, proposing a name; nothing if they went back. */
  choosePlace(fileName: string, title: string): Promise<string | undefined>
  /** Saves a picture where the owner chooses; gives the place in words, or nothing if they went back. */
  savePicture(picture: Blob, fileName: string, title: string): Promise<string | undefined>
  /** Lets the window fill the screen, or no longer. */
  setFullScreen(isFull: boolean): Promise<void>
  /** Tells whenever that changes, whoever changed it. */
  onFullScreen(tell: (isFull: boolean) => void): Unsubscribe
  /** Ends the program. */
  quit(): Promise<void>
  /** Tells every rare fact. */
  onEvent(tell: (event: EventView) => void): Unsubscribe
  /** Shows a camera's pictures, none wider than `maxWidth` pixels. */
  watchCamera(cameraId: number, maxWidth: number, show: OnFrame): Unsubscribe
  /** Address of a kept face's picture. */
  faceUrl(id: number): string
  /** Address of the picture at the moment of an alert. */
  sceneUrl(id: number): string
}
