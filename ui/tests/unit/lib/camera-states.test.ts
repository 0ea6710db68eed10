// How each camera fares, whatever order answers and events come in.
import { expect, test } from 'vitest'
import type { Backend } from '../../../src/lib/backend/backend'
import { FakeBackend } from '../../../src/lib/backend/fake/index'
import { Cameras } from '../../../src/lib/cameras/cameras.svelte'
import type { CameraView } from '../../../src/lib/contract'
import type { Journal } from '../../../src/lib/journal/journal.svelte'
import { Toasts } from '../../../src/lib/toasts/toasts.svelte'

/** A backend that answers when the test says so. */
async function late() {
  const fake = new FakeBackend('quiet')
  const [camera] = await fake.call('cameras', {})
  if (!camera) throw new Error('the household has a camera')
  const answers: ((list: CameraView[]) => void)[] = []
  const call = () => new Promise<CameraView[]>((answer) => answers.push(answer))
  const cameras = new Cameras(Object.assign(fake, { call }) as unknown as Backend, new Toasts(), {} as Journal)
  const answer = (which: number, state: CameraView['state']): void => answers[which]?.([{ ...camera, state }])
  const tell = (state: CameraView['state']): void =>
    cameras.follow({ type: 'camera_state', camera_id: camera.id, state })
  return { cameras, answer, tell }
}

test('what is told while the list is fetched is not lost in an answer from before', async () => {
  const { cameras, answer, tell } = await late()
  const loaded = cameras.load()
  tell({ state: 'live' })
  answer(0, { state: 'connecting' })
  await loaded
  expect(cameras.list[0]?.state.state).toBe('live')
  const again = cameras.load()
  answer(1, { state: 'off' })
  await again
  expect(cameras.list[0]?.state.state, 'what was told before it was asked counts no longer').toBe('off')
})

test('an older answer that comes later changes nothing', async () => {
  const { cameras, answer } = await late()
  const loads = [cameras.load(), cameras.load()]
  answer(1, { state: 'live' })
  await loads[1]
  answer(0, { state: 'connecting' })
  await loads[0]
  expect(cameras.list[0]?.state.state).toBe('live')
  expect(cameras.status).toBe('ready')
})
