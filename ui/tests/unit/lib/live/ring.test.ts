// The last half minute of a camera: what is kept and thinned, and how it is told in stretches.
import { describe, expect, test } from 'vitest'
import type { VerdictView } from '../../../../src/lib/contract'
import { FrameRing, stretches } from '../../../../src/lib/live/ring'
import type { KeptFrame } from '../../../../src/lib/live/ring'
import { header, jpeg } from './frames'

const ats = (ring: FrameRing): number[] => ring.frames.map((frame) => frame.header.at)

describe('the last half minute', () => {
  test('keeps what is not older than its reach', () => {
    const ring = new FrameRing(1_000)
    for (const at of [0, 400, 800, 1_200, 1_600]) ring.push(header(at), jpeg())
    expect(ats(ring)).toEqual([800, 1_200, 1_600])
    expect(ring.bytes).toBe(30)
  })

  test('is thinned where the bytes do not reach, and still goes back as far', () => {
    const ring = new FrameRing(30_000, 1_000)
    for (let at = 0; at <= 29_000; at += 100) ring.push(header(at), jpeg(10))
    expect(ring.bytes).toBeLessThanOrEqual(1_000)
    expect(ats(ring)[0], 'the oldest is still there').toBe(0)
    expect(ats(ring).slice(-20), 'what was just seen is there picture by picture').toEqual(
      Array.from({ length: 20 }, (_, i) => 27_100 + i * 100),
    )
    expect(ats(ring).every((at, i, all) => i === 0 || at > (all[i - 1] as number))).toBe(true)
  })

  test('one picture larger than all that may be kept leaves nothing else, and ends', () => {
    const ring = new FrameRing(30_000, 100)
    ring.push(header(0), jpeg(60))
    ring.push(header(10), jpeg(60))
    ring.push(header(20), jpeg(500))
    expect(ats(ring)).toEqual([20])
    expect(ring.bytes).toBe(500)
  })

  test('counts the whole message that a picture came in', () => {
    const ring = new FrameRing()
    ring.push(header(0), new Uint8Array(new ArrayBuffer(64), 24))
    expect(ring.bytes).toBe(64)
  })

  test('a picture that comes twice is kept once, and a clock set back begins anew', () => {
    const ring = new FrameRing()
    ring.push(header(500), jpeg())
    ring.push(header(500), jpeg())
    expect(ats(ring)).toEqual([500])
    ring.push(header(100), jpeg())
    expect(ats(ring)).toEqual([100])
    expect(ring.bytes).toBe(10)
  })

  test.each([
    [-Infinity, 0],
    [0, 0],
    [150, 1],
    [200, 2],
    [9_999, 3],
  ])('what was shown at %d is picture %d', (at, place) => {
    const ring = new FrameRing()
    for (const at of [0, 100, 200, 300]) ring.push(header(at), jpeg())
    expect(ring.placeAt(at)).toBe(place)
  })

  test('stretches are of the weightiest verdict, and neither a face lost for a moment nor seldom pictures part them', () => {
    const frames: KeptFrame[] = [
      [0, []],
      [100, ['unclear']],
      [200, ['unclear', 'visitor']],
      [300, []],
      [800, ['visitor']],
      [900, ['visitor', 'blacklisted']],
      [3_000, ['blacklisted']],
      [9_000, ['blacklisted']],
    ].map(([at, verdicts]) => ({ header: header(at as number, verdicts as VerdictView[]), jpeg: jpeg() }))
    expect(stretches(frames)).toEqual([
      { verdict: 'unclear', from: 100, to: 100 },
      { verdict: 'visitor', from: 200, to: 800 },
      { verdict: 'blacklisted', from: 900, to: 3_000 },
      { verdict: 'blacklisted', from: 9_000, to: 9_000 },
    ])
  })
})
