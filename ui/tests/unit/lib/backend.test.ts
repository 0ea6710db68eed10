// Messages of a camera's channel, and the way they come through Tauri.
import { beforeEach, describe, expect, test, vi } from 'vitest'
import { takeApart } from '../../../src/lib/backend/frame-message'
import { createBackend } from '../../../src/lib/backend/tauri'
import type { FrameHeader } from '../../../src/lib/contract'

const header = { camera_id: 1, number: 7, at: 1, width: 2, height: 1, fps: 9, delay_ms: 3, faces: [] } as FrameHeader

function message(json: string, jpeg: number[], claimed = new TextEncoder().encode(json).length): ArrayBuffer {
  const words = new TextEncoder().encode(json)
  const bytes = new Uint8Array(4 + words.length + jpeg.length)
  new DataView(bytes.buffer).setUint32(0, claimed, true)
  bytes.set(words, 4)
  bytes.set(jpeg, 4 + words.length)
  return bytes.buffer
}

describe('a message of a camera', () => {
  test('comes apart into what is known and the picture', () => {
    const frame = takeApart(message(JSON.stringify(header), [255, 216, 1]))
    expect(frame?.header).toEqual(header)
    expect([...(frame?.jpeg ?? [])]).toEqual([255, 216, 1])
  })

  test('keeps names with letters of more than one byte', () => {
    const named = { ...header, faces: [{ name: 'Zoë 麻衣' }] }
    expect(takeApart(message(JSON.stringify(named), [1]))?.header.faces[0]?.name).toBe('Zoë 麻衣')
  })

  test.each([
    ['is empty', new ArrayBuffer(0)],
    ['is shorter than its length', new ArrayBuffer(3)],
    ['claims more than it has', message('{}', [1], 4_000_000_000)],
    ['has no picture', message('{}', [])],
    ['is not JSON', message('{oops', [1])],
  ])('that %s is dropped', (_, broken) => {
    expect(takeApart(broken)).toBeUndefined()
  })
})

interface Internals {
  invoke: (command: string, args: Record<string, unknown>) => Promise<unknown>
  transformCallback: (callback: (message: unknown) => void) => number
  unregisterCallback: () => void
  convertFileSrc: (path: string, protocol: string) => string
}

describe('the program behind the window', () => {
  let calls: [string, Record<string, unknown>][]
  let answers: Record<string, (args: Record<string, unknown>) => unknown>
  let callbacks: ((message: unknown) => void)[]

  beforeEach(() => {
    calls = []
    callbacks = []
    answers = {}
    const internals: Internals = {
      invoke: async (command, args) => {
        calls.push([command, args])
        return answers[command]?.(args)
      },
      transformCallback: (callback) => callbacks.push(callback) - 1,
      unregisterCallback: () => undefined,
      convertFileSrc: (path, protocol) => `${protocol}://localhost/${encodeURIComponent(path)}`,
    }
    vi.stubGlobal('__TAURI_INTERNALS__', internals)
    vi.stubGlobal('__TAURI_EVENT_PLUGIN_INTERNALS__', { unregisterListener: () => undefined })
  })

  test('every command goes through one door', async () => {
    answers['call'] = () => ({ id: 3 })
    expect(await createBackend().call('person', { id: 3 })).toEqual({ id: 3 })
    expect(calls).toEqual([['call', { name: 'person', request: { id: 3 } }]])
  })

  test('a path is chosen in the system’s dialog for one file or one folder', async () => {
    answers['plugin:dialog|open'] = () => '/home/you/front-door'
    const backend = createBackend()
    expect(await backend.choosePath('folder', 'Choose', '/home/you')).toBe('/home/you/front-door')
    answers['plugin:dialog|open'] = () => null
    expect(await backend.choosePath('file', 'Choose', '')).toBeUndefined()
    expect(calls).toEqual([
      ['plugin:dialog|open', { options: { title: 'Choose', directory: true, defaultPath: '/home/you' } }],
      ['plugin:dialog|open', { options: { title: 'Choose', directory: false, defaultPath: undefined } }],
    ])
  })

  test('a refusal keeps its code', async () => {
    const refusal = { code: 'name_taken', message: 'x', trouble: null }
    answers['call'] = () => Promise.reject(refusal)
    await expect(createBackend().call('people', {})).rejects.toEqual(refusal)
  })

  test('anything else that is thrown becomes a refusal', async () => {
    answers['call'] = () => Promise.reject('command not found')
    await expect(createBackend().call('people', {})).rejects.toMatchObject({ code: 'internal' })
  })

  test('pictures of a camera arrive until it is unwatched', async () => {
    answers['watch_camera'] = () => 42
    const shown: number[] = []
    const end = createBackend().watchCamera(5, 640, (frame) => shown.push(frame.number))
    await vi.waitFor(() => expect(calls).toHaveLength(1))
    expect(calls[0]?.[1]).toMatchObject({ cameraId: 5, maxWidth: 640 })
    callbacks[0]?.({ index: 0, message: message(JSON.stringify(header), [1]) })
    expect(shown).toEqual([7])
    end()
    end()
    await vi.waitFor(() => expect(calls.at(-1)).toEqual(['unwatch_camera', { watch: 42 }]))
    callbacks[0]?.({ index: 1, message: message(JSON.stringify(header), [1]) })
    expect(shown).toEqual([7])
    expect(calls).toHaveLength(2)
  })

  test('a camera unwatched before it was watched is unwatched all the same', async () => {
    let answer: (watch: number) => void = () => undefined
    answers['watch_camera'] = () => new Promise((done) => (answer = done))
    const end = createBackend().watchCamera(5, 640, () => undefined)
    end()
    answer(9)
    await vi.waitFor(() => expect(calls.at(-1)).toEqual(['unwatch_camera', { watch: 9 }]))
  })

  test('events arrive with their payload', async () => {
    answers['plugin:event|listen'] = () => 1
    const types: string[] = []
    createBackend().onEvent((event) => types.push(event.type))
    expect(calls[0]?.[1]).toMatchObject({ event: 'porchlight-event' })
    callbacks[0]?.({ event: 'porchlight-event', id: 1, payload: { type: 'people_changed' } })
    expect(types).toEqual(['people_changed'])
  })

  test('pictures of faces and scenes have addresses of their own', () => {
    const backend = createBackend()
    expect(decodeURIComponent(backend.faceUrl(12))).toBe('porchlight://localhost/face/12')
    expect(decodeURIComponent(backend.sceneUrl(3))).toBe('porchlight://localhost/scene/3')
  })
})
