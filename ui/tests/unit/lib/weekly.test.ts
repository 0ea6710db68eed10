// Weekly backups on the fake backend: asked where the first time, refused in words, and told once when one fails.
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import type { FakeBackend } from '../../../src/lib/backend/fake/index'
import type { House } from '../../../src/lib/house.svelte'
import { usualWeekly } from '../../../src/lib/settings/usual'
import { moveIn } from './home'

let backend: FakeBackend
let house: House
let end: () => void

beforeEach(async () => {
  vi.useFakeTimers({ now: new Date(2026, 2, 14, 12) })
  ;({ backend, house, end } = await moveIn())
})
afterEach(() => {
  end()
  vi.useRealTimers()
})

test('they are off, and what they begin with is the usual', () => {
  expect(house.weekly.view).toMatchObject(usualWeekly)
})

test('the first time it is asked where, and whoever goes back leaves them off', async () => {
  backend.chosen.folder = undefined
  await house.weekly.turn(true)
  expect(house.weekly.view?.is_on).toBe(false)
  backend.chosen.folder = '/media/stick'
  await house.weekly.turn(true)
  expect(house.weekly.view).toMatchObject({ is_on: true, folder: '/media/stick', is_at_work: true })
  await vi.advanceTimersByTimeAsync(2_000)
  expect(house.weekly.view).toMatchObject({ is_at_work: false, kept: 1, trouble: null })
  backend.chosen.folder = '/media/other'
  await house.weekly.turn(false)
  await house.weekly.turn(true)
  expect(house.weekly.view?.folder, 'it is not asked again').toBe('/media/stick')
})

test('a folder that takes none is refused in words, and what was set stays', async () => {
  backend.chosen.folder = '/media/locked'
  await house.weekly.turn(true)
  expect(house.weekly.view).toMatchObject({ is_on: false, folder: null })
  expect(house.weekly.refusal).toMatch(/No backup can be written to this folder/)
  backend.chosen.folder = '/media/stick'
  await house.weekly.turn(true)
  expect(house.weekly.refusal).toBeUndefined()
})

test('a failure is news until it was read, and again when it is another time', async () => {
  backend.chosen.folder = '/media/full'
  await house.weekly.turn(true)
  await vi.advanceTimersByTimeAsync(2_000)
  expect(house.weekly.view?.trouble).toBe('disk_full')
  expect(house.weekly.isSeen).toBe(false)
  house.weekly.isSeen = true
  await house.weekly.load()
  expect(house.weekly.isSeen, 'the same is no news').toBe(true)
  await house.weekly.change({ keep: 2 })
  await vi.advanceTimersByTimeAsync(2_000)
  expect(house.weekly.view?.trouble).toBe('disk_full')
  expect(house.weekly.isSeen).toBe(false)
})
