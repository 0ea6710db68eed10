// Zones and masks as shapes, drawing them step by step, and changing a camera without losing anything.
import { describe, expect, test, vi } from 'vitest'
import {
  areSame,
  boundsOf,
  firstShape,
  holds,
  mostCorners,
  moved,
  numberOf,
  rectangle,
  turned,
  withCorner,
  withNewCorner,
  withoutCorner,
} from '../../../src/lib/cameras/areas'
import { Drawing } from '../../../src/lib/cameras/drawing.svelte'
import { CameraEdit } from '../../../src/lib/cameras/edit.svelte'
import { settingsWords } from '../../../src/lib/cameras/words'
import { stateWords } from '../../../src/lib/live/state'
import { usualSettings } from '../../../src/lib/backend/fake/cameras'
import type { AreaView, CameraView } from '../../../src/lib/contract'

const square = (): AreaView => rectangle('mask', [0.2, 0.2], [0.4, 0.6]) as AreaView

describe('shapes', () => {
  test('a rectangle lies between two points in any order, and a click is none', () => {
    expect(rectangle('zone', [0.4, 0.6], [0.2, 0.2])).toEqual({ ...square(), kind: 'zone' })
    expect(rectangle('zone', [0.4, 0.6], [0.405, 0.9])).toBeUndefined()
    expect(boundsOf(rectangle('zone', [-1, 0.5], [0.5, 3]) as AreaView)).toEqual([0, 0.5, 0.5, 1])
  })

  test('corners stay within the picture, and there are three at the least', () => {
    expect(withCorner(square(), 0, [-0.5, 1.5]).corners[0]).toEqual([0, 1])
    const bent = withNewCorner(square(), 3)
    expect(bent.corners).toHaveLength(5)
    expect(bent.corners[4]).toEqual([0.2, 0.4])
    const triangle = withoutCorner(square(), 0)
    expect(triangle.corners).toHaveLength(3)
    expect(withoutCorner(triangle, 0)).toBe(triangle)
    let many = square()
    for (let i = 0; i < 40; i++) many = withNewCorner(many, 0)
    expect(many.corners).toHaveLength(mostCorners)
  })

  test('a shape moves as a whole and stops at the edge with its form', () => {
    expect(boundsOf(moved(square(), 0.1, -0.1))).toEqual([0.3, 0.1, 0.5, 0.5])
    expect(boundsOf(moved(square(), -1, 1))).toEqual([0, 0.6, 0.2, 1])
  })

  test('what lies on something still does after the picture was turned', () => {
    const once = turned([square()], 90)[0] as AreaView
    // The upper left corner of the picture is the upper right one after a quarter turn.
    expect(boundsOf(once)).toEqual([0.4, 0.2, 0.8, 0.4])
    expect(areSame(turned(turned([square()], 90), -90), [square()])).toBe(true)
    expect(areSame(turned([square()], 360), [square()])).toBe(true)
    expect(boundsOf(turned([square()], 180)[0] as AreaView)).toEqual([0.6, 0.4, 0.8, 0.8])
  })

  test('a point is in a shape by even and odd', () => {
    const hourglass: AreaView = {
      kind: 'zone',
      corners: [
        [0, 0],
        [1, 1],
        [1, 0],
        [0, 1],
      ],
    }
    expect([holds(hourglass, [0.1, 0.5]), holds(hourglass, [0.5, 0.1])]).toEqual([true, false])
    expect([holds(square(), [0.3, 0.3]), holds(square(), [0.5, 0.3])]).toEqual([true, false])
  })

  test('shapes are numbered by kind', () => {
    const areas = [firstShape('mask', 0), firstShape('zone', 1), firstShape('mask', 2)]
    expect(areas.map((_, i) => numberOf(areas, i))).toEqual([1, 1, 2])
  })
})

describe('drawing', () => {
  test('every step can be taken back, and a drag is one', () => {
    const drawing = new Drawing([])
    drawing.add('zone')
    const first = drawing.areas
    drawing.grab()
    for (let i = 0; i < 5; i++) drawing.move(0.01, 0.01)
    drawing.drop()
    drawing.nudgeCorner(0, -0.05, 0)
    drawing.addCorner(1)
    drawing.removeCorner(2)
    expect(drawing.area?.corners).toHaveLength(4)
    for (let i = 0; i < 3; i++) drawing.undo()
    drawing.undo()
    expect(drawing.areas).toEqual(first)
    drawing.undo()
    expect([drawing.areas, drawing.chosen, drawing.canUndo]).toEqual([[], undefined, false])
  })

  test('a drag that ends where it began is no step', () => {
    const drawing = new Drawing([square()])
    drawing.choose(0)
    drawing.grab()
    drawing.drop()
    expect(drawing.canUndo).toBe(false)
  })

  test('a turned picture takes its masks along, those of earlier steps as well', () => {
    const drawing = new Drawing([square()])
    drawing.remove(0)
    drawing.turn(90)
    drawing.undo()
    expect(drawing.areas).toEqual(turned([square()], 90))
  })
})

const camera: CameraView = {
  id: 3,
  name: 'Front door',
  kind: 'stream',
  shown_source: 'rtsp://10.0.0.4/1',
  source_to_change: 'rtsp://10.0.0.4/1?token=***',
  has_login: true,
  is_demo: false,
  is_enabled: true,
  state: { state: 'live' },
  settings: usualSettings(),
}

function door(): ConstructorParameters<typeof CameraEdit>[1] & { save: ReturnType<typeof vi.fn> } {
  const preview = { width: 1, height: 1, jpeg_base64: '', faces: null }
  return {
    webcams: vi.fn(async () => []),
    choosePath: vi.fn(async () => undefined),
    test: vi.fn(async () => preview),
    save: vi.fn(async () => undefined),
    picture: vi.fn(async () => ({ width: 1, height: 1, jpeg_base64: '' })),
    faceSizes: vi.fn(async () => ({ visits: 0, median_px: null, too_small: 0, advice: 'fine' as const })),
  }
}

describe('changing a camera', () => {
  test('only what is another is sent, and what was not touched stays', async () => {
    const cameras = door()
    const edit = new CameraEdit(camera, cameras)
    expect(edit.isChanged).toBe(false)
    edit.name = ' Gate '
    await edit.save()
    expect(cameras.save).toHaveBeenCalledWith(camera, { name: 'Gate', source: null, login: null, settings: null })
    expect(cameras.test).not.toHaveBeenCalled()
  })

  test('another address is tried first; one that does not answer is kept as typed and can be saved all the same', async () => {
    const cameras = door()
    cameras.test = vi.fn(async () => Promise.reject({ code: 'camera_failed', message: '', trouble: 'unreachable' }))
    const edit = new CameraEdit(camera, cameras)
    edit.place = 'rtsp://10.0.0.9/1'
    edit.part = 'hours'
    expect(await edit.save()).toBe(false)
    expect([edit.part, edit.place, edit.maySaveUntried]).toEqual(['camera', 'rtsp://10.0.0.9/1', true])
    expect(edit.sourceError).toBeTruthy()
    expect(cameras.save).not.toHaveBeenCalled()
    expect(await edit.save()).toBe(true)
    expect(cameras.save.mock.calls[0]?.[1]).toMatchObject({
      source: { kind: 'stream', address: 'rtsp://10.0.0.9/1' },
      login: { user: '', password: '', is_dropped: false },
    })
  })

  test('what is typed after a test has to be tried anew', async () => {
    const cameras = door()
    const edit = new CameraEdit(camera, cameras)
    edit.place = 'rtsp://10.0.0.9/1'
    await edit.test()
    edit.password = 'new'
    edit.changed()
    await edit.save()
    expect(cameras.test).toHaveBeenCalledTimes(2)
  })

  test('a refusal is told where it belongs, and nothing is lost', async () => {
    const cameras = door()
    cameras.save.mockRejectedValueOnce({ code: 'disk_full', message: '', trouble: null })
    const edit = new CameraEdit(camera, cameras)
    edit.drawing.add('mask')
    expect(await edit.save()).toBe(false)
    expect([edit.error, edit.drawing.areas.length]).toEqual([expect.stringContaining('disk'), 1])
    edit.name = '  '
    expect(await edit.save()).toBe(false)
    expect([edit.part, Boolean(edit.nameError)]).toEqual(['camera', true])
  })

  test('turning the picture takes what is hidden along', () => {
    const edit = new CameraEdit({ ...camera, settings: { ...usualSettings(), areas: [square()] } }, door())
    edit.turn(270)
    edit.turn(90)
    expect(edit.settings.areas).toEqual(turned([square()], 90))
    edit.turn(0)
    expect([edit.settings.areas, edit.isChanged]).toEqual([[square()], false])
  })
})

describe('words', () => {
  test('what was set is told in a line', () => {
    const settings = usualSettings()
    expect(settingsWords(settings)).toEqual([])
    settings.areas = [square(), { ...square(), kind: 'zone' }, { ...square(), kind: 'privacy_mask' }]
    settings.has_hours = true
    settings.rotation = 90
    expect(settingsWords(settings)).toEqual(['1 zone', '2 masks', '22:00–06:00', '90°'])
    settings.hours[2] = null
    expect(settingsWords(settings)[2]).toBe('hours by weekday')
  })

  test('a camera outside its hours rests, and says until when', () => {
    const until = new Date().setHours(23, 59, 0, 0)
    expect(stateWords({ state: 'off_hours', until })).toMatchObject({ tone: 'resting' })
    expect(stateWords({ state: 'off_hours', until }).long).toContain('23:59')
    expect(stateWords({ state: 'off_hours', until: null }).long).toContain('never')
  })
})
