// Folders and ZIP files that the fake program can open: what is in one, its name decides. Owns which are open.
import type { AlbumView, LearntPicture, PictureSource, Request } from '$lib/contract'
import { isHeic } from '$lib/people/pictures'
import type { Done } from './commands'
import { named } from './household'
import type { Household } from './household'
import { byName, newPerson } from './people'
import { refusal } from './refusal'
import { faceBox, photograph } from './street'

const nothing = {}

type AlbumCommands = Pick<Done, 'open_album' | 'upload_album' | 'close_album' | 'learn_picture' | 'look_at_picture'>

/** Two people whose pictures are of every kind, and one picture beside the folders. */
const family: [string | null, string][] = [
  [null, 'loose.jpg'],
  ...['birthday', 'garden', 'group', 'again', 'nobody'].map((name): [string, string] => ['Bo', `${name}.jpg`]),
  ...['beach', 'school', 'broken'].map((name): [string, string] => ['Cleo', `${name}.jpg`]),
]

const pause = (ms: number): Promise<void> => new Promise((done) => setTimeout(done, ms))

export function albumCommands(house: Household): AlbumCommands {
  const open = new Map<number, AlbumView>()
  /** Who was learnt from which picture. */
  const learnt = new Map<string, { person_id: number; face_id: number }>()

  const opened = (name: string): AlbumView => {
    if (name.includes('huge')) throw refusal('album_too_large', 'there are too many pictures in it')
    if (name.includes('letter')) throw refusal('album_unreadable', 'it is no ZIP file')
    const many = name.includes('many')
    const pictures = many
      ? Array.from({ length: 60 }, (_, i): [string, string] => ['Dora', `picture ${i + 1}.jpg`])
      : family
    const album: AlbumView = {
      id: house.id(),
      name: name.replace(/\.zip$/i, ''),
      pictures: pictures.map(([person, file_name], i) => ({ person, file_name, size: 1_400_000 + i * 91_000 })),
      left_out: many ? 0 : 2,
    }
    open.set(album.id, album)
    return structuredClone(album)
  }
  const fileOf = (source: PictureSource): string => {
    if (source.from === 'file') return source.file_name
    const picture = open.get(source.album)?.pictures[source.index]
    if (!picture) throw refusal('not_found', 'there is no such picture')
    return picture.file_name
  }
  /** What is learnt of somebody from one album is one act. */
  const begun = new Map<string, number | undefined>()
  const add = ({ picture, name, kind }: Request<'learn_picture'>, file: string): LearntPicture => {
    const whole = picture.from === 'album' ? `${picture.album} ${name.trim()}` : undefined
    const known = byName(house, name)
    const ids = { person: 0, face: 0 }
    const learn = (): void => {
      const person = known ?? newPerson(house, name.trim(), kind, 500 + house.people.length)
      const face = house.keepFace(person.seed, true)
      person.faces.push(face)
      Object.assign(ids, { person: person.id, face: face.id })
    }
    const goesOn = whole !== undefined && house.acts.goOn(begun.get(whole), learn)
    if (!goesOn) {
      const who = known ? named(known) : named({ name: name.trim() })
      house.acts.record(known ? 'add_pictures' : 'add_person', who, who, learn)
      if (whole !== undefined) begun.set(whole, house.acts.latest)
    }
    learnt.set(file, { person_id: ids.person, face_id: ids.face })
    house.changed()
    return { verdict: { verdict: 'added', face_id: ids.face }, person_id: ids.person, already: null }
  }
  /** By whom a picture was learnt before, unless that was taken back. */
  const before = (file: string): { person_id: number; face_id: number } | undefined => {
    const one = learnt.get(file)
    const person = house.people.find(({ id }) => id === one?.person_id)
    return person?.faces.some(({ id }) => id === one?.face_id) ? one : undefined
  }

  return {
    open_album: ({ path }) => opened(path.split('/').at(-1) ?? path),
    upload_album: ({ file_name, is_last, upload }) => ({
      upload: upload ?? house.id(),
      album: is_last ? opened(file_name) : null,
    }),
    close_album: ({ id }) => {
      open.delete(id)
      return nothing
    },
    learn_picture: async (request) => {
      const { picture, name, face } = request
      await pause(40)
      const file = fileOf(picture)
      const person = byName(house, name)
      const person_id = person?.id ?? null
      const first = before(file)
      if (file.includes('again') || (first && first.person_id === person_id)) {
        // The very picture that Anna was added by.
        const whose = first ? house.people.find((one) => one.id === first.person_id) : byName(house, 'Anna')
        const face_id = first?.face_id ?? whose?.faces.find((one) => one.is_enrolled)?.id
        const already = whose && face_id !== undefined ? { face_id, person_id: whose.id, name: whose.name } : null
        return { verdict: { verdict: 'duplicate' }, person_id, already }
      }
      if (isHeic({ name: file })) return { verdict: { verdict: 'heic' }, person_id, already: null }
      if (file.includes('broken'))
        return { verdict: { verdict: 'unreadable', reason: 'the file ends too early' }, person_id, already: null }
      if (!face && file.includes('nobody')) return { verdict: { verdict: 'no_face' }, person_id, already: null }
      if (!face && file.includes('group'))
        return { verdict: { verdict: 'several_faces', count: 3 }, person_id, already: null }
      return add(request, file)
    },
    look_at_picture: async ({ picture, near }) => {
      const file = fileOf(picture)
      const walkers = [0.2, 0.5, 0.8].map((x, i) => ({ seed: 3 + i * 8, x, y: 0.45, size: 0.24 }))
      const shown = file.includes('group') ? walkers : walkers.slice(1, 2)
      const jpeg = await photograph(1, shown, 1024)
      let text = ''
      for (const byte of jpeg) text += String.fromCharCode(byte)
      const faces = shown.map(faceBox)
      const isFound = !file.includes('nobody') || near !== null
      return { jpeg_base64: btoa(text), width: 1280, height: 720, faces: isFound ? faces : [] }
    },
  }
}
