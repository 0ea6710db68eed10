// Small decisions: themes, addresses, toasts, labels, defaults.
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import type { FaceOnFrame } from '../../../src/lib/contract'
import { labelOf, whoIs } from '../../../src/lib/live/labels'
import { hashOf, placeOf } from '../../../src/lib/route/route.svelte'
import { usual } from '../../../src/lib/settings/usual'
import { themeFor } from '../../../src/lib/theme/theme'
import { Toasts } from '../../../src/lib/toasts/toasts.svelte'

const face = (part: Partial<FaceOnFrame>): FaceOnFrame => ({
  track: 1,
  box: [0, 0, 1, 1],
  verdict: 'known',
  name: null,
  similarity: null,
  threshold: null,
  sighting_id: null,
  person_id: null,
  visitor_id: null,
  visitor_number: null,
  ...part,
})

describe('what is written beside a face', () => {
  test.each([
    [face({ name: 'Anna', similarity: 0.61 }), 'Anna', '61%'],
    [face({ verdict: 'visitor', visitor_number: 12 }), 'Visitor 12', 'Name…'],
    [face({ verdict: 'visitor' }), 'Visitor', 'Name…'],
    [face({ verdict: 'unclear', similarity: 0.3 }), 'Unclear', ''],
    [face({ verdict: 'blacklisted', name: 'Mr Novak', similarity: 0.7 }), 'Mr Novak', '70%'],
  ])('says who it is', (somebody, name, beside) => {
    expect(whoIs(somebody)).toBe(name)
    expect(labelOf(somebody)).toMatchObject({ name, beside })
  })
})

describe('addresses of the page', () => {
  test.each([
    ['', { view: 'live', id: undefined }],
    ['#/people/12', { view: 'people', id: 12 }],
    ['#/people/x', { view: 'people', id: undefined }],
    ['#/nowhere/3', { view: 'live', id: undefined }],
  ] as const)('%s leads to a place', (hash, place) => {
    expect(placeOf(hash)).toEqual(place)
  })
  test('a place has the address that leads to it', () => {
    expect(placeOf(hashOf('people', 7))).toEqual({ view: 'people', id: 7 })
  })
})

describe('the theme', () => {
  test.each([
    ['dark', true, false, 'dark'],
    ['light', false, false, 'light'],
    ['system', true, false, 'light'],
    ['system', false, false, 'dark'],
    ['light', true, true, 'contrast'],
  ] as const)('%s on a system with light %s and contrast %s is %s', (setting, light, contrast, theme) => {
    expect(themeFor(setting, light, contrast)).toBe(theme)
  })
})

describe('toasts', () => {
  beforeEach(() => void vi.useFakeTimers())
  afterEach(() => void vi.useRealTimers())

  test('leave by themselves, but not while somebody rests on them', () => {
    const toasts = new Toasts()
    toasts.done('Named Anna')
    const id = toasts.list[0]?.id ?? 0
    toasts.hold(id)
    vi.advanceTimersByTime(60_000)
    expect(toasts.list).toHaveLength(1)
    toasts.release(id)
    vi.advanceTimersByTime(60_000)
    expect(toasts.list).toEqual([])
  })

  test('never fill the window', () => {
    const toasts = new Toasts()
    for (let i = 0; i < 10; i++) toasts.trouble(`${i}`)
    expect(toasts.list.map((toast) => toast.text)).toEqual(['7', '8', '9'])
  })
})

test('the values a setting goes back to are the defaults of the program', () => {
  const rust = readFileSync(join(import.meta.dirname, '../../../../src-tauri/crates/domain/src/settings.rs'), 'utf8')
  const number = (pattern: RegExp): number => Number(pattern.exec(rust)?.[1])
  expect({
    known_threshold: number(/known: Similarity\(([\d.]+)\)/),
    blacklist_threshold: number(/blacklist: Similarity\(([\d.]+)\)/),
    detection_longer_side_px: number(/longer_side_px: (\d+)/),
    smallest_face_px: number(/smallest_face_px: (\d+)/),
    forget_visitors_days: number(/forget_visitors_days: (\d+)/),
    forget_sightings_days: number(/forget_sightings_days: (\d+)/),
    most_pictures_gb: number(/most_pictures_gb: (\d+)/),
    max_faces_per_person: number(/max_faces_per_person: (\d+)/),
    fits_home: /fits_home: (true|false)/.exec(rust)?.[1] === 'true',
    effort: /effort: Effort::(\w+)/.exec(rust)?.[1]?.toLowerCase(),
    notifications: /notifications: (true|false)/.exec(rust)?.[1] === 'true',
    sound: /sound: (true|false)/.exec(rust)?.[1] === 'true',
    is_every_alert_heard: /is_every_alert_heard: (true|false)/.exec(rust)?.[1] === 'true',
    theme: /theme: Theme::(\w+)/.exec(rust)?.[1]?.toLowerCase(),
    close_to_tray: /close_to_tray: (true|false)/.exec(rust)?.[1] === 'true',
    language: /language: Language::(\w+)/.exec(rust)?.[1]?.toLowerCase(),
  }).toEqual(usual)
})
