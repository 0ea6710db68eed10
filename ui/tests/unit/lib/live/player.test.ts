// Pausing: what is held, stepped through and let go.
import { beforeEach, describe, expect, test } from 'vitest'
import { Player } from '../../../../src/lib/live/player.svelte'
import type { KeptFrame } from '../../../../src/lib/live/ring'
import { header, jpeg } from './frames'

describe('pausing', () => {
  let held: number[]
  let frame: KeptFrame | undefined
  let isLetGo: number
  let player: Player

  beforeEach(() => {
    ;[held, frame, isLetGo] = [[], undefined, 0]
    player = new Player(() => ({
      get frame() {
        return frame
      },
      hold: (next) => held.push(next.header.at),
      letGo: () => isLetGo++,
    }))
    for (const at of [0, 1_000, 2_000, 3_000]) {
      frame = { header: header(at), jpeg: jpeg() }
      player.take(frame.header, frame.jpeg)
    }
  })

  test('holds what is on the screen, steps within what is kept, and lets go', () => {
    player.toggle()
    player.step(-1)
    player.step(-99)
    player.step(1)
    player.step(99)
    expect(held).toEqual([3_000, 2_000, 0, 1_000, 3_000])
    player.live()
    expect([player.isPaused, isLetGo, player.behindMs]).toEqual([false, 1, 0])
  })

  test('keeps nothing new meanwhile, so that what is looked at does not slip away', () => {
    player.pause()
    for (let at = 4_000; at < 90_000; at += 1_000) player.take(header(at), jpeg())
    player.oldest()
    expect(held.at(-1)).toBe(0)
    expect(player.behindMs).toBe(3_000)
  })

  test('a step back from the live picture pauses', () => {
    player.step(-1)
    expect(player.isPaused).toBe(true)
    expect(held.at(-1)).toBe(2_000)
  })

  test('goes to a moment, also one between two pictures', () => {
    player.seek(1_700)
    expect([held.at(-1), player.at]).toEqual([1_000, 1_000])
  })

  test('without a picture nothing is paused', () => {
    const empty = new Player(() => undefined)
    empty.step(-1)
    expect(empty.isPaused).toBe(false)
  })

  test('a view that is left keeps nothing', () => {
    player.pause()
    player.forget()
    expect([player.count, player.reel.bytes, player.isPaused]).toEqual([0, 0, false])
  })
})
