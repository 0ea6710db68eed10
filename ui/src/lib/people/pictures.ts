// Files of the owner as the program takes them. Reads them one after the other, so that a hundred photographs do not
// lie in memory twice at once.
import type { PictureInput } from '$lib/contract'

export async function asPictures(files: File[]): Promise<PictureInput[]> {
  const pictures: PictureInput[] = []
  for (const file of files) pictures.push({ file_name: file.name, base64: await asBase64(file) })
  return pictures
}

/** A picture as an iPhone keeps it, by its name. */
export function isHeic(file: Pick<File, 'name'>): boolean {
  return /\.hei[cf]$/i.test(file.name)
}

export function asBase64(file: Blob): Promise<string> {
  return new Promise((done, failed) => {
    const reader = new FileReader()
    reader.onload = () => done(String(reader.result).replace(/^data:[^,]*,/, ''))
    reader.onerror = () => failed(reader.error ?? new Error())
    reader.readAsDataURL(file)
  })
}
