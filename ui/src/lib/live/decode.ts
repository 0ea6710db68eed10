// A compressed picture to one that can be painted, without keeping the page from answering. Owns nothing.

/** Nothing where it is damaged: that costs this picture only, the next one is on its way. */
export async function decoded(jpeg: Uint8Array<ArrayBuffer>): Promise<ImageBitmap | undefined> {
  try {
    return await createImageBitmap(new Blob([jpeg], { type: 'image/jpeg' }))
  } catch {
    return undefined
  }
}
