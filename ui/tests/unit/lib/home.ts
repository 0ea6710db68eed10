// A household on the fake backend with the house over it, for the tests beside this file.
import { expect, vi } from 'vitest'
import { FakeBackend } from '../../../src/lib/backend/fake/index'
import { House } from '../../../src/lib/house.svelte'

interface Home {
  backend: FakeBackend
  house: House
  end: () => void
}

/** Everybody has answered once it is there. */
export async function moveIn(scenario: ConstructorParameters<typeof FakeBackend>[0] = 'quiet'): Promise<Home> {
  const backend = new FakeBackend(scenario)
  const house = new House(backend)
  const end = house.start()
  await vi.waitFor(() => expect(house.isReady).toBe(true))
  return { backend, house, end }
}
