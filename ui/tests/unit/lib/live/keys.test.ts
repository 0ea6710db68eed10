// What keys do on a large camera.
import { describe, expect, test } from 'vitest'
import { actOf } from '../../../../src/lib/live/keys'

describe('the keys', () => {
  const press = (key: string, shiftKey = false) => new KeyboardEvent('keydown', { key, shiftKey })

  test.each([
    ['ArrowLeft', false, true, { do: 'step', by: -1 }],
    ['ArrowRight', false, true, { do: 'step', by: 1 }],
    ['ArrowLeft', false, false, { do: 'go', way: 'left' }],
    ['ArrowDown', false, true, { do: 'go', way: 'down' }],
    ['ArrowLeft', true, false, undefined],
    [' ', false, true, { do: 'pause' }],
    ['f', false, true, { do: 'full' }],
    ['F', false, false, { do: 'full' }],
    ['+', true, true, { do: 'zoom', factor: 1.25 }],
    ['=', false, true, { do: 'zoom', factor: 1.25 }],
    ['-', false, true, { do: 'zoom', factor: 0.8 }],
    ['m', false, false, { do: 'mark' }],
    ['3', false, true, { do: 'face', place: 2 }],
    ['End', false, true, { do: 'live' }],
    ['End', false, false, undefined],
    ['0', false, true, { do: 'reset' }],
    ['x', false, true, undefined],
    ['Tab', false, true, undefined],
  ])('%s (shift %s, large %s)', (key, shift, isLarge, act) => {
    expect(actOf(press(key, shift), isLarge)).toEqual(act)
  })

  test('Shift and an arrow looks further in that direction', () => {
    const act = actOf(press('ArrowRight', true), true)
    expect(act?.do === 'pan' && act.dx < 0 && act.dy === 0, 'the picture goes to the left').toBe(true)
  })
})
