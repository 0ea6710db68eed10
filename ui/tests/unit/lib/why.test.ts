// Why a verdict is as it is, in words; who is listed once; what other thresholds would have changed; acts as sentences.
import { describe, expect, test } from 'vitest'
import { pathOf } from '../../../src/lib/cameras/trial.svelte'
import type {
  ActView,
  CandidateView,
  CountedFaceView,
  NoNameView,
  PartyView,
  SightingView,
  ThresholdPreview,
} from '../../../src/lib/contract'
import { actSentence, actWords } from '../../../src/lib/journal/words'
import { previewWords } from '../../../src/lib/settings/words'
import { isSameWho, onceEach } from '../../../src/lib/sightings/subjects'
import { leadOf, noNameWords, verdictWords, weaknessWords } from '../../../src/lib/sightings/verdict'

const candidate = (name: string, similarity: number): CandidateView => ({
  person_id: name.length,
  visitor_id: null,
  name,
  similarity,
  threshold: 0.4,
})
const sighting = (part: Partial<SightingView>): SightingView => ({
  id: 1,
  camera_id: 1,
  camera_name: 'Front door',
  started_at: 0,
  ended_at: null,
  verdict: 'unclear',
  person_id: null,
  visitor_id: null,
  name: null,
  visitor_number: null,
  similarity: null,
  threshold: null,
  candidates: [],
  face_id: null,
  no_name: null,
  ...part,
})
const face = (part: Partial<CountedFaceView>): CountedFaceView => ({
  at: 0,
  trust: 0.9,
  side_px: 120,
  sharpness: 0.9,
  frontality: 0.9,
  exposure: 0.9,
  similarity: null,
  ...part,
})

describe('a verdict in words', () => {
  const anna = { verdict: 'known', person_id: 1, name: 'Anna', similarity: 0.71, threshold: 0.4 } as const

  test('a name says how alike, what was needed and how far the next is behind', () => {
    const candidates = [candidate('Anna', 0.71), candidate('Ben', 0.3)]
    expect(verdictWords({ sighting: sighting({ ...anna, candidates }), margin: 0.04 }).reason).toBe(
      'Anna is 71% alike, and 40% is needed. The next is 41% behind.',
    )
  })

  test('a lead that is shorter than needed is not boasted of', () => {
    const candidates = [candidate('Anna', 0.71), candidate('Ben', 0.7)]
    expect(verdictWords({ sighting: sighting({ ...anna, candidates }), margin: 0.04 }).reason).toBe(
      'Anna is 71% alike, and 40% is needed.',
    )
  })

  test('a name without a likeness is the owner’s word', () => {
    const own = sighting({ ...anna, similarity: null, threshold: null })
    expect(verdictWords({ sighting: own, margin: 0.04 }).reason).toBe('You said that this is Anna.')
  })

  test('nothing decided yet asks for patience', () => {
    expect(verdictWords({ sighting: sighting({}), margin: 0.04 }).reason).toContain('Not decided yet')
  })

  test('every reason for no name says what to do', () => {
    const reasons: NoNameView[] = [
      'no_usable_face',
      'too_small',
      'blurred',
      'turned',
      'bad_light',
      'too_alike',
      'below_threshold',
      'stranger',
    ]
    const words = reasons.map((no_name) => verdictWords({ sighting: sighting({ no_name }), margin: 0.04 }))
    expect(words).toEqual(reasons.map(noNameWords))
    expect(new Set(words.map(({ reason }) => reason)).size).toBe(reasons.length)
    expect(words.every(({ advice }) => advice.length > 10)).toBe(true)
    expect(noNameWords('too_small')).toEqual({
      reason: 'The face was too small.',
      advice: 'Move the camera closer or choose a larger stream.',
    })
  })

  test.each([
    [[], undefined],
    [[candidate('Anna', 0.5)], undefined],
    [[candidate('Ben', 0.25), candidate('Anna', 0.5)], 0.25],
  ])('the lead is the distance of the best from the next, in any order', (candidates, lead) => {
    expect(leadOf({ candidates })).toBe(lead)
  })

  test.each([
    [face({}), 'nothing'],
    [face({ trust: 0.4 }), 'middling'],
    [face({ side_px: 19 }), 'small'],
    [face({ sharpness: 0.2, frontality: 0.3, exposure: 0.1 }), 'blurred, turned away and badly lit'],
  ])('what was weak about a face is named', (counted, words) => {
    expect(weaknessWords(counted)).toBe(words)
  })
})

describe('who is listed', () => {
  const at = (
    id: number,
    started_at: number,
    ended_at: number | null,
    part: Partial<SightingView> = {},
  ): SightingView => sighting({ id, started_at, ended_at, person_id: 1, ...part })
  const ids = (list: SightingView[]): number[] => onceEach(list).map(({ id }) => id)

  test('somebody who is here now is not listed as just gone as well', () => {
    expect(ids([at(3, 30, 40), at(2, 20, null), at(1, 10, 15)])).toEqual([2])
  })
  test('somebody who is at two cameras is listed where they came last', () => {
    expect(ids([at(2, 20, null), at(1, 10, null)])).toEqual([2])
  })
  test('of two visits that are over the one that ended last counts', () => {
    expect(ids([at(2, 20, 25), at(1, 10, 40)])).toEqual([1])
  })
  test('people, visitors and the unclear do not hide each other', () => {
    const list = [
      at(5, 50, null),
      at(4, 40, null, { person_id: null, visitor_id: 1 }),
      at(3, 30, null, { person_id: null }),
      at(2, 20, 30, { person_id: null }),
      at(1, 10, 20, { person_id: 2 }),
    ]
    expect(ids(list)).toEqual([5, 4, 3, 2, 1])
  })
  test('the same person under another name is the same', () => {
    expect(isSameWho(sighting({ person_id: 1, name: 'Anna' }), sighting({ person_id: 1, name: 'Anne' }))).toBe(true)
    expect(isSameWho(sighting({ person_id: 1 }), sighting({ visitor_id: 1 }))).toBe(false)
  })
})

describe('what other thresholds would have changed', () => {
  const preview = (part: Partial<ThresholdPreview>): ThresholdPreview => ({
    sightings: 40,
    named_now: 10,
    named_then: 10,
    alerts_now: 2,
    alerts_then: 2,
    gained: [],
    lost: [],
    ...part,
  })
  const count = (name: string, sightings: number) => ({ person_id: name.length, name, sightings })

  test.each([
    [preview({}), 'Nothing would have changed for 40 visits'],
    [preview({ sightings: 0 }), 'Nobody was here last week, so there is nothing to compare'],
    [
      preview({ named_then: 13, alerts_then: 1, gained: [count('Anna', 2), count('Ben', 1)] }),
      '3 more visits named and 1 alert fewer; Anna +2, Ben +1',
    ],
    [preview({ named_then: 9, lost: [count('Anna', 1)] }), '1 visit fewer named; Anna −1'],
    [preview({ gained: [count('Anna', 1)], lost: [count('Ben', 1)] }), 'As many visits named; Anna +1, Ben −1'],
    [
      preview({ named_then: 15, gained: ['Anna', 'Ben', 'Clara', 'Dora', 'Emil'].map((name) => count(name, 1)) }),
      '5 more visits named; Anna +1, Ben +1, Clara +1, 2 more',
    ],
  ])('is one sentence', (given, words) => {
    expect(previewWords(given)).toBe(words)
  })
})

describe('acts', () => {
  const person = (name: string): PartyView => ({ name, visitor_number: null })
  const visitor = (visitor_number: number): PartyView => ({ name: null, visitor_number })
  const act = (kind: string, from: PartyView, to: PartyView): Pick<ActView, 'kind' | 'from' | 'to'> => ({
    kind,
    from,
    to,
  })

  test.each([
    [act('name_visitor', visitor(14), person('Anna')), 'Visitor 14 was named Anna'],
    [act('blacklist_visitor', visitor(14), person('Mr X')), 'Mr X was blacklisted'],
    [act('rename_person', person('Ann'), person('Anna')), 'Ann was renamed Anna'],
    [act('merge_persons', person('Ann'), person('Anna')), 'Ann was joined with Anna'],
    [act('merge_visitors', visitor(3), visitor(2)), 'Visitor 3 was joined with Visitor 2'],
    [act('split_visitor', visitor(2), visitor(9)), 'Visitor 9 was parted from Visitor 2'],
    [act('move_face', person('Anna'), person('Ben')), 'A face went from Anna to Ben'],
    [act('move_sighting', visitor(2), person('Ben')), 'A sighting went from Visitor 2 to Ben'],
    [act('move_sighting', person('Ben'), person('Ben')), 'A sighting was given to Ben'],
    [act('reject_visitor', person('Anna'), visitor(2)), 'Visitor 2 is not Anna'],
    [act('set_threshold', person('Anna'), person('Anna')), 'Anna got another threshold'],
    [act('confirm_sighting', person('Anna'), person('Anna')), 'A sighting of Anna was confirmed'],
    [act('teleport', person('Anna'), person('Anna')), 'A change about Anna'],
  ])('are sentences', (given, words) => {
    expect(actSentence(given)).toBe(words)
  })

  test('every kind the program knows has words for undo', () => {
    const kinds = [
      'name_visitor',
      'blacklist_visitor',
      'ignore_visitor',
      'blacklist_person',
      'ignore_person',
      'set_person_kind',
      'set_threshold',
      'rename_person',
      'merge_persons',
      'merge_visitors',
      'split_visitor',
      'move_face',
      'move_sighting',
      'confirm_sighting',
      'reject_visitor',
    ]
    expect(kinds.filter((kind) => actWords(kind, 'Anna') === 'the last change')).toEqual([])
    const nobody = { from: person('Anna'), to: person('Anna') }
    expect(kinds.filter((kind) => actSentence({ kind, ...nobody }) === 'A change about Anna')).toEqual([])
  })
})

describe('a path', () => {
  test.each([
    ['  /home/you/a.mp4 ', '/home/you/a.mp4'],
    ['"C:\\Videos\\front door.mp4"', 'C:\\Videos\\front door.mp4'],
    ["'/home/you/a b.mp4'", '/home/you/a b.mp4'],
    ['file:///home/you/a%20b.mp4', '/home/you/a b.mp4'],
    ['file:///C:/Videos/a.mp4', 'C:/Videos/a.mp4'],
    ['file:///100%.mp4', 'file:///100%.mp4'],
    ['', ''],
  ])('%s as file managers copy it is taken plain', (copied, path) => {
    expect(pathOf(copied)).toBe(path)
  })
})
