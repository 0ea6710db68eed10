// Words: placeholders, plurals, times, errors, acts and the state of the house.
import { describe, expect, test } from 'vitest'
import { usualSettings } from '../../../src/lib/backend/fake/cameras'
import type { CameraStateView, CameraView, SightingView } from '../../../src/lib/contract'
import { errorWords, remedyWords, troubleWords } from '../../../src/lib/errors/words'
import { fill, listed, megabytes, percent, t } from '../../../src/lib/i18n'
import { actWords } from '../../../src/lib/journal/words'
import { stateWords } from '../../../src/lib/live/state'
import { houseState } from '../../../src/lib/sightings/words'
import { modelsWords, timeLeftWords } from '../../../src/lib/system/words'
import { ago, exact, moment } from '../../../src/lib/time/words'

const minute = 60_000
const hour = 60 * minute
const day = 24 * hour
const now = new Date(2026, 2, 12, 14, 2).getTime()

describe('the catalogue', () => {
  test.each([
    [0, 'Seen 0 times'],
    [1, 'Seen once'],
    [2, 'Seen 2 times'],
    [1200, 'Seen 1,200 times'],
  ])('%i is put into its plural form', (count, words) => {
    expect(t('visitors.seen', { count })).toBe(words)
  })

  test('a name with braces or dollars in it stays as it is', () => {
    expect(t('visitors.named', { name: '{count} $& Ann' })).toBe('Named {count} $& Ann')
  })

  test('a placeholder without a value is left to be seen', () => {
    expect(fill('Hello {name}', {})).toBe('Hello {name}')
  })

  test('percentages, lists and sizes read as people write them', () => {
    expect(percent(0.584)).toBe('58%')
    expect(percent(-0.2)).toBe('0%')
    expect(listed(['Front door', 'Garden', 'Garage'])).toBe('Front door, Garden and Garage')
    expect(megabytes(38_928_942)).toBe('38.9 MB')
  })
})

describe('times', () => {
  test.each([
    [5_000, 'just now'],
    [2 * minute, '2 min ago'],
    [3 * hour, '3 hr ago'],
    [25 * hour, 'yesterday'],
    [3 * day, '3 days ago'],
    [30 * day, '10 Feb'],
    [400 * day, '5 Feb 2025'],
  ])('%i ms back is said in words', (age, words) => {
    expect(ago(now - age, now)).toBe(words)
  })

  test('a moment names the weekday once it is not today', () => {
    expect(moment(now - minute, now)).toBe('14:01')
    expect(moment(now - 2 * day, now)).toBe('Tue 14:02')
    expect(moment(now - 30 * day, now)).toBe('10 Feb')
  })

  test('the exact time has seconds', () => {
    expect(exact(now)).toContain('14:02:00')
  })

  test('a clock that runs ahead of the camera is no trouble', () => {
    expect(ago(now + 30_000, now)).toBe('just now')
  })
})

describe('refusals', () => {
  test('a camera that refused says what to do', () => {
    const words = errorWords({ code: 'camera_failed', message: 'x', trouble: 'refused' })
    expect(words).toBe(`${troubleWords('refused')}. ${remedyWords('refused')}`)
  })

  test('a message of the program is never shown', () => {
    expect(errorWords({ code: 'name_taken', message: 'UNIQUE constraint failed', trouble: null })).toBe(
      'Somebody else has this name',
    )
    expect(errorWords(new TypeError('x is undefined'))).not.toContain('undefined')
  })
})

describe('acts of the journal', () => {
  test('known acts name whom they are about', () => {
    expect(actWords('name_visitor', 'Anna')).toBe('naming Anna')
    expect(actWords('merge_visitors', null)).toBe('joining somebody')
  })
  test('an act of a newer program has words as well', () => {
    expect(actWords('teleport_person', 'Anna')).toBe('the last change')
  })
})

const camera = (name: string, state: CameraStateView, isEnabled = true): CameraView => ({
  id: name.length,
  name,
  kind: 'stream',
  shown_source: '',
  source_to_change: '',
  has_login: false,
  settings: usualSettings(),
  is_demo: false,
  is_enabled: isEnabled,
  state,
})
const here = (part: Partial<SightingView>): SightingView => ({
  id: 1,
  camera_id: 1,
  camera_name: 'Front door',
  started_at: 0,
  ended_at: null,
  verdict: 'known',
  person_id: 1,
  visitor_id: null,
  name: 'Anna',
  visitor_number: null,
  similarity: 0.6,
  threshold: 0.4,
  candidates: [],
  face_id: null,
  no_name: null,
  ...part,
})
const live = camera('Front door', { state: 'live' })
const dead = camera('Garage', { state: 'failed', trouble: 'unreachable', retry_in_secs: 3 })

describe('the state of the house', () => {
  const visitor = here({ verdict: 'visitor', name: null, visitor_number: 12 })
  test.each([
    ['no cameras', [], [], 'No cameras yet'],
    ['nobody', [live], [], 'All quiet'],
    ['one known', [live], [here({})], 'Anna at Front door'],
    ['one stranger', [live], [visitor], 'Visitor 12 at Front door'],
    ['one unclear', [live], [here({ verdict: 'unclear', name: null })], 'Somebody at Front door'],
    ['two together', [live], [here({}), visitor], '2 people at Front door'],
    ['two apart', [live], [here({}), here({ camera_id: 2 })], '2 people around the house'],
    ['only somebody ignored', [live], [here({ verdict: 'ignored' })], 'All quiet'],
    ['one dead camera', [live, dead], [here({})], 'Garage is not answering'],
    [
      'a refused password',
      [camera('Garage', { state: 'failed', trouble: 'refused', retry_in_secs: null })],
      [],
      'Garage refused the password',
    ],
    ['two dead cameras', [dead, dead], [], '2 cameras are not answering'],
    ['a dead camera that is off', [live, { ...dead, is_enabled: false }], [], 'All quiet'],
    ['everything off', [camera('Garage', { state: 'off' }, false)], [], 'All cameras are off'],
    ['still connecting', [camera('Garage', { state: 'connecting' })], [], 'Connecting to the cameras'],
  ] as const)('%s', (_, cameras, sightings, words) => {
    expect(houseState([...cameras], [...sightings]).words).toBe(words)
  })

  test('trouble is told even while somebody is there', () => {
    expect(houseState([live, dead], [here({})]).tone).toBe('trouble')
  })
})

describe('the state of a camera', () => {
  test('a camera tried again says when', () => {
    expect(stateWords({ state: 'failed', trouble: 'unreachable', retry_in_secs: 8 }).long).toContain('8 seconds')
  })
  test('a camera that waits for the owner does not promise to try again', () => {
    expect(stateWords({ state: 'failed', trouble: 'refused', retry_in_secs: null }).long).not.toContain('again')
  })
  test('a stalled camera says for how long', () => {
    expect(stateWords({ state: 'stalled', seconds: 1 }).short).toBe('No picture for 1 second')
  })
})

describe('the models', () => {
  test('what is missing is told with its size', () => {
    const files = [{ name: 'a', purpose: 'b', size: 2_000_000, is_damaged: false }]
    expect(modelsWords({ state: 'missing', lacks_runtime: true, files })).toMatch(/Runtime.*One model.*2 MB/)
    expect(modelsWords({ state: 'missing', lacks_runtime: true, files: [] })).toBe(
      'The ONNX Runtime library is missing.',
    )
  })
  test('the time left is in minutes once it is long', () => {
    expect(timeLeftWords(1)).toBe('1 second left')
    expect(timeLeftWords(300)).toBe('5 minutes left')
  })
})
