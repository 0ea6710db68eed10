// The name of a saved picture.
import { expect, test } from 'vitest'
import { pictureName } from '../../../../src/lib/live/snapshot'

test.each([
  ['Front door', /^Front door 20\d\d-\d\d-\d\d \d\d\.\d\d\.\d\d\.jpg$/],
  ['../../Gate: "left"', /^[^/\\:"]+ 20\d\d-\d\d-\d\d [\d.]+\.jpg$/],
  ['...', /^Camera 20/],
])('a picture of %s has a name that every disk takes', (camera, name) => {
  const made = pictureName(camera, Date.UTC(2026, 2, 14, 12, 0, 0))
  expect(made).toMatch(name)
  expect(made).not.toMatch(/^\./)
})
