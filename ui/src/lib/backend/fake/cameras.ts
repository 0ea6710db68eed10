// The cameras of the fake household, as the program keeps them: addresses that never show a password, settings, the order. Owns
// what only cameras have; the rest is the household's.
import type {
  AreaView,
  CameraSettingsView,
  CameraView,
  EventView,
  FaceSizesView,
  PartyView,
  SourceInput,
} from '$lib/contract'
import type { Entity } from './acts'
import type { Done } from './commands'
import type { Household } from './household'
import { found, refusal } from './refusal'
import { photograph } from './street'

type CameraCommands = Pick<
  Done,
  | 'cameras'
  | 'webcams'
  | 'add_camera'
  | 'test_camera'
  | 'update_camera'
  | 'remove_camera'
  | 'order_cameras'
  | 'camera_picture'
  | 'face_sizes'
>

const night = { from_minute: 22 * 60, until_minute: 6 * 60 }

export function usualSettings(): CameraSettingsView {
  return {
    rotation: 0,
    areas: [],
    has_hours: false,
    hours: Array.from({ length: 7 }, () => ({ ...night })),
    smallest_face_px: null,
    detection_side_px: null,
  }
}

/** How large faces were, a camera each in turn. */
const sizes: FaceSizesView[] = [
  { visits: 64, median_px: 96, too_small: 0.06, advice: 'fine' },
  { visits: 23, median_px: 41, too_small: 0.48, advice: 'nearer' },
  { visits: 31, median_px: 37, too_small: 0.55, advice: 'main_stream' },
  { visits: 2, median_px: 88, too_small: 0, advice: 'too_few_visits' },
]

export function base64(bytes: Uint8Array): string {
  let text = ''
  for (const byte of bytes) text += String.fromCharCode(byte)
  return btoa(text)
}

const pause = (ms: number): Promise<void> => new Promise((done) => setTimeout(done, ms))
const placeOf = (source: SourceInput): string =>
  source.kind === 'webcam'
    ? source.device
    : source.kind === 'stream'
      ? source.address
      : 'path' in source
        ? source.path
        : 'demo'
const withoutLogin = (address: string): string => address.replace(/\/\/[^@/]*@/, '//')

/** What nobody may type as an address, and a camera that refuses. */
function refuseBad(source: SourceInput): void {
  if (source.kind === 'stream' && source.address.includes('refused'))
    throw refusal('camera_failed', 'the camera refused', 'refused')
  if (source.kind === 'stream' && !/^(rtsps?|https?):\/\/./.test(source.address))
    throw refusal('camera_failed', 'not an address', 'bad_address')
}

/** Whether an area can be; what the program would refuse. */
function isPossible(area: AreaView): boolean {
  return area.corners.length >= 3 && area.corners.length <= 24 && area.corners.flat().every((v) => v >= 0 && v <= 1)
}

/** A camera as the journal kept it; how it fares is nobody's act. */
export function restoreCamera(house: Household, id: number, entity: Entity | undefined): void {
  const at = house.cameras.findIndex((one) => one.id === id)
  const state = house.cameras[at]?.state ?? { state: 'live' }
  if (!entity) house.cameras = house.cameras.filter((one) => one.id !== id)
  else if (at < 0) house.cameras.push({ ...(entity as unknown as CameraView), state })
  else house.cameras[at] = { ...(entity as unknown as CameraView), state }
  house.tell({ type: 'cameras_changed' })
}

export function cameraCommands(house: Household, tell: (event: EventView) => void): CameraCommands {
  const changed = (): void => {
    tell({ type: 'cameras_changed' })
    house.announceSystem()
  }
  const nobody: PartyView = { name: null, visitor_number: null }
  const act = (kind: string, camera_name: string, perform: () => void): void => {
    house.acts.record(kind, nobody, nobody, perform, { camera_name })
    tell({ type: 'journal_changed', journal: house.acts.view() })
  }
  const stateOf = (camera: CameraView): CameraView['state'] => {
    if (!camera.is_enabled) return { state: 'off' }
    const isResting = camera.settings.has_hours && camera.settings.hours.every((day) => day === null)
    return isResting ? { state: 'off_hours', until: null } : { state: 'live' }
  }

  return {
    cameras: () => structuredClone(house.cameras),
    webcams: () => [
      { device: '/dev/video0', name: 'Integrated Camera' },
      { device: '/dev/video2', name: 'Hallway USB Camera' },
    ],
    add_camera: ({ name, source }) => {
      if (!name.trim()) throw refusal('name_empty', 'a name is needed')
      const place = withoutLogin(placeOf(source))
      const camera: CameraView = {
        id: house.id(),
        name: name.trim(),
        kind: source.kind,
        shown_source: place.replace(/\?.*/, ''),
        source_to_change: place,
        has_login: source.kind === 'stream' && place !== source.address,
        is_demo: source.kind === 'demo',
        is_enabled: true,
        state: { state: 'live' },
        settings: usualSettings(),
      }
      house.cameras.push(camera)
      changed()
      return structuredClone(camera)
    },
    test_camera: async ({ source }) => {
      await pause(400)
      refuseBad(source)
      const jpeg = await photograph(1, [{ seed: 3, x: 0.5, y: 0.45, size: 0.3 }], 640)
      const faces = house.models.state === 'ready' ? 1 : null
      return { width: 1280, height: 720, jpeg_base64: base64(jpeg), faces }
    },
    update_camera: ({ id, name, is_enabled, source, login, settings }) => {
      const camera = found(house.cameras, id)
      if (source && !/^(rtsps?|https?):\/\/./.test(placeOf(source)) && source.kind === 'stream') refuseBad(source)
      if (settings && !settings.areas.every(isPossible)) throw refusal('bad_request', 'an area is not one')
      act('change_camera', name?.trim() || camera.name, () => {
        if (name !== null) camera.name = name.trim() || camera.name
        if (settings) camera.settings = structuredClone(settings)
        if (!source) return
        const place = withoutLogin(placeOf(source))
        camera.source_to_change = place
        camera.shown_source = place.replace(/\?.*/, '')
        camera.has_login = !login?.is_dropped && (camera.has_login || Boolean(login?.password))
        house.logins.set(id, login)
      })
      if (is_enabled !== null) camera.is_enabled = is_enabled
      if (is_enabled !== null || settings || source) camera.state = stateOf(camera)
      changed()
      return structuredClone(camera)
    },
    remove_camera: ({ id }) => {
      act('remove_camera', found(house.cameras, id).name, () => {
        house.cameras = house.cameras.filter((camera) => camera.id !== id)
      })
      changed()
      return {}
    },
    order_cameras: ({ ids }) => {
      const place = (id: number): number => (ids.includes(id) ? ids.indexOf(id) : ids.length)
      house.cameras.sort((one, other) => place(one.id) - place(other.id))
      changed()
      return structuredClone(house.cameras)
    },
    camera_picture: async ({ id, may_open }) => {
      const camera = found(house.cameras, id)
      const { state } = camera.state
      if (state === 'failed') throw refusal('camera_failed', 'no picture', camera.state.trouble)
      if (state !== 'live' && !may_open) throw refusal('camera_failed', 'no picture', 'silent')
      const jpeg = await photograph(id - 1, [{ seed: 11, x: 0.52, y: 0.42, size: 0.16 }], 1280)
      return { width: 1280, height: 720, jpeg_base64: base64(jpeg) }
    },
    face_sizes: ({ id }) => structuredClone(sizes[(id - 1) % sizes.length] as FaceSizesView),
  }
}
