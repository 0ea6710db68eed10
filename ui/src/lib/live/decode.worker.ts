// Decodes pictures beside the page. Owns nothing; hands each picture over and keeps none.

export interface ToDecode {
  id: number
  jpeg: Uint8Array<ArrayBuffer>
}

export interface Decoded {
  id: number
  /** Absent where the picture is damaged. */
  picture?: ImageBitmap
  /** It is not the picture: this web view cannot decode here, or not hand over what was decoded. */
  isUnable?: boolean
}

const page = globalThis as unknown as {
  onmessage: (event: MessageEvent<ToDecode>) => void
  postMessage(message: Decoded, transfer?: Transferable[]): void
}

page.onmessage = async ({ data: { id, jpeg } }) => {
  if (typeof createImageBitmap !== 'function') return page.postMessage({ id, isUnable: true })
  let picture: ImageBitmap
  try {
    picture = await createImageBitmap(new Blob([jpeg], { type: 'image/jpeg' }))
  } catch {
    return page.postMessage({ id })
  }
  try {
    page.postMessage({ id, picture }, [picture])
  } catch {
    page.postMessage({ id, isUnable: true })
  }
}
