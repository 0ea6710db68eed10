// What was dropped or chosen: pictures, folders of pictures, ZIP files. Pure but for reading the folders.

/** A picture of the page's own, and the folder it lay in. */
export interface LoosePicture {
  person: string | undefined
  file: File
}

export interface Dropped {
  pictures: LoosePicture[]
  archives: File[]
}

/** A folder holds no more than this; the rest is left where it is. */
const mostFiles = 5_000

export function isArchive(file: File): boolean {
  return /\.zip$/i.test(file.name) || file.type === 'application/zip'
}

export function sorted(files: File[]): Dropped {
  return {
    pictures: files.filter((file) => !isArchive(file)).map((file) => ({ person: undefined, file })),
    archives: files.filter(isArchive),
  }
}

/** Reads what was dropped; of a folder its pictures, of a folder of folders those of each. */
export async function droppedIn(transfer: DataTransfer): Promise<Dropped> {
  // Asked for at once: after the first wait the list is empty.
  const entries = [...transfer.items].map((item) => item.webkitGetAsEntry?.() ?? null)
  const files = [...transfer.files]
  if (!entries.some((entry) => entry?.isDirectory)) return sorted(files)
  const found: Found = { pictures: [], archives: [] }
  for (const entry of entries) if (entry) await walk(entry, [], found)
  // One folder around everything is no person.
  const tops = new Set(found.pictures.map(({ folders }) => folders[0]))
  const isAround = tops.size === 1 && found.pictures.some(({ folders }) => folders.length > 1)
  return {
    archives: found.archives,
    pictures: found.pictures.map(({ file, folders }) => ({ file, person: folders[isAround ? 1 : 0] })),
  }
}

interface Found {
  pictures: { file: File; folders: string[] }[]
  archives: File[]
}

async function walk(entry: FileSystemEntry, folders: string[], into: Found): Promise<void> {
  if (entry.name.startsWith('.') || into.pictures.length >= mostFiles) return
  if (entry.isFile) {
    const file = await new Promise<File>((done, failed) => (entry as FileSystemFileEntry).file(done, failed))
    if (isArchive(file)) into.archives.push(file)
    else if (file.type.startsWith('image/') || /\.(heic|heif|tiff?|tga|p[gnp]m|qoi)$/i.test(file.name))
      into.pictures.push({ file, folders })
    return
  }
  if (folders.length >= 3) return
  const reader = (entry as FileSystemDirectoryEntry).createReader()
  for (;;) {
    const some = await new Promise<FileSystemEntry[]>((done, failed) => reader.readEntries(done, failed))
    if (some.length === 0) return
    for (const one of some) await walk(one, [...folders, entry.name], into)
  }
}
