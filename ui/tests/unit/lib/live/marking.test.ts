// Marking a face that was missed, and naming one on the picture.
import { beforeEach, describe, expect, test, vi } from 'vitest'
import type { Backend } from '../../../../src/lib/backend/backend'
import type { MarkedView } from '../../../../src/lib/contract'
import { Journal } from '../../../../src/lib/journal/journal.svelte'
import { Marking } from '../../../../src/lib/live/marking.svelte'
import { nameFace } from '../../../../src/lib/live/naming'
import { Toasts } from '../../../../src/lib/toasts/toasts.svelte'
import { face, header, jpeg } from './frames'

describe('marking a face that was missed', () => {
  const found: MarkedView = {
    outcome: 'face',
    area: [0.4, 0.4, 0.1, 0.2],
    is_guessed: false,
    side_px: 60,
    trust: 0.6,
    jpeg_base64: '',
    candidates: [],
  }
  let calls: { name: string; request: unknown }[]
  let answer: () => unknown
  let marking: Marking
  let toasts: Toasts

  beforeEach(() => {
    calls = []
    answer = () => found
    const call = async (name: string, request: unknown): Promise<unknown> => {
      calls.push({ name, request })
      return name === 'journal' ? [] : answer()
    }
    const backend = { call } as unknown as Backend
    toasts = new Toasts()
    marking = new Marking(backend, new Journal(backend, toasts))
  })
  const frame = { header: header(500), jpeg: jpeg() }
  const asked = (name: string): unknown[] => calls.filter((call) => call.name === name)

  test('goes from the picture to the box to the name', async () => {
    marking.begin()
    expect(marking.step).toBe('waiting')
    marking.begin(frame)
    await marking.look([0.4, 0.4, 0.1, 0.2])
    expect([marking.step, marking.view]).toEqual(['seen', found])
    expect(await marking.keep({ to: 'named', name: 'Priya' }, 'Priya')).toBe(true)
    expect(marking.step).toBe('off')
    expect(asked('keep_marked_face')).toMatchObject([
      { request: { marked: { camera_id: 1, at: 500, area: [0.4, 0.4, 0.1, 0.2] }, target: { name: 'Priya' } } },
    ])
  })

  test('a box around somebody who was found already is of somebody who was not missed', () => {
    marking.begin({ header: header(500, ['visitor']), jpeg: jpeg() })
    expect(marking.followedIn([0.39, 0.38, 0.12, 0.24])?.track).toBe(0)
    expect(marking.followedIn([0.52, 0.4, 0.1, 0.2]), 'the one beside is another').toBeUndefined()
    expect(marking.followedIn([0.1, 0.1, 0.8, 0.8]), 'all of the picture is nobody').toBeUndefined()
  })

  test('a click is no box', async () => {
    marking.begin(frame)
    await marking.look([0.4, 0.4, 0, 0])
    expect(marking.step).toBe('drawing')
    expect(asked('mark_face')).toEqual([])
  })

  test('nothing is kept where no face was found', async () => {
    answer = () => ({ outcome: 'nothing', reason: 'blurred' })
    marking.begin(frame)
    await marking.look([0.4, 0.4, 0.1, 0.2])
    expect(await marking.keep({ to: 'named', name: 'Priya' }, 'Priya')).toBe(false)
    expect(asked('keep_marked_face')).toEqual([])
  })

  test('a refusal is told and the picture stays, to try again', async () => {
    answer = () => {
      throw { code: 'models_missing', message: '', trouble: null }
    }
    marking.begin(frame)
    await marking.look([0.4, 0.4, 0.1, 0.2])
    expect([marking.step, marking.trouble]).toEqual(['seen', 'The models are missing. Install them first.'])
    marking.again()
    expect([marking.step, marking.trouble]).toEqual(['drawing', undefined])
  })

  test('a name that is refused leaves the card as it is', async () => {
    marking.begin(frame)
    await marking.look([0.4, 0.4, 0.1, 0.2])
    answer = () => {
      throw { code: 'disk_full', message: '', trouble: null }
    }
    expect(await marking.keep({ to: 'named', name: 'Priya' }, 'Priya')).toBe(false)
    expect(marking.step).toBe('seen')
    expect(toasts.list.map((toast) => toast.tone)).toEqual(['trouble'])
  })

  test('an answer that comes after it was left changes nothing', async () => {
    let say: (view: MarkedView) => void = () => undefined
    answer = () => new Promise((done) => (say = done))
    marking.begin(frame)
    const looks = marking.look([0.4, 0.4, 0.1, 0.2])
    await vi.waitFor(() => expect(asked('mark_face')).toHaveLength(1))
    marking.cancel()
    say(found)
    await looks
    expect([marking.step, marking.view]).toEqual(['off', undefined])
  })
})

describe('a name given on the picture', () => {
  const done: string[] = []
  const hands = {
    people: { list: [{ id: 3, name: 'Anna' }] },
    visitors: { name: async (visitor: { id: number }, name: string) => done.push(`visitor ${visitor.id} ${name}`) > 0 },
    why: {
      confirm: async ({ id }: { id: number }, name: string) => done.push(`yes ${id} ${name}`) > 0,
      move: async ({ id }: { id: number }, target: { to: string }) => done.push(`move ${id} ${target.to}`) > 0,
    },
  } as unknown as Parameters<typeof nameFace>[0]

  test.each([
    [
      'a visitor is named with all their sightings',
      { visitor_id: 12, visitor_number: 12 },
      'Priya',
      'visitor 12 Priya',
    ],
    ['whoever it is taken for is confirmed', { person_id: 3 }, 'anna', 'yes 7 Anna'],
    ['somebody else with a name gets the sighting', { person_id: 9 }, 'Anna', 'move 7 person'],
    ['a new name gets it, too', {}, 'Priya', 'move 7 named'],
  ])('%s', async (_, part, name, act) => {
    done.length = 0
    expect(await nameFace(hands, { ...face('unclear'), ...part }, name)).toBe(true)
    expect(done).toEqual([act])
  })

  test('before there is a sighting there is nothing to name', async () => {
    expect(await nameFace(hands, { ...face('unclear'), sighting_id: null }, 'Priya')).toBe(false)
  })
})
