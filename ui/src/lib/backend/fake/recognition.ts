// How recognition fares in the fake household, and what other thresholds would have changed. Owns nothing but the
// arithmetic; the household keeps the state.
import type { EventView, NameCount, SightingView, ThresholdProposal } from '$lib/contract'
import type { Done } from './commands'
import type { Household } from './household'

type RecognitionCommands = Pick<Done, 'preview_thresholds' | 'recognition' | 'pause_reembedding'>

const weekMs = 7 * 24 * 60 * 60_000

export function recognitionCommands(house: Household, tell: (event: EventView) => void): RecognitionCommands {
  /** Whom a sighting would be named as. */
  const nameOf = (sighting: SightingView): number | undefined => {
    const best = sighting.candidates.find((one) => one.person_id !== null)
    const person = house.people.find((one) => one.id === best?.person_id)
    return best && person && best.similarity >= house.thresholdOf(person) ? person.id : undefined
  }
  const isAlarming = (id: number | undefined): boolean =>
    house.people.find((person) => person.id === id)?.kind === 'blacklisted'

  return {
    preview_thresholds: (proposal: ThresholdProposal) => {
      const sightings = house.sightings.filter((sighting) => sighting.started_at > Date.now() - weekMs)
      const now = sightings.map(nameOf)
      const before = house.settings
      house.settings = { ...before, ...proposal }
      const then = sightings.map(nameOf)
      house.settings = before
      const count = (list: (number | undefined)[], id: number): number => list.filter((one) => one === id).length
      const changes = house.people.map((person) => ({
        person_id: person.id,
        name: person.name,
        sightings: count(then, person.id) - count(now, person.id),
      }))
      const mostFirst = (list: NameCount[]): NameCount[] => list.sort((a, b) => b.sightings - a.sightings)
      return {
        sightings: sightings.length,
        named_now: now.filter(Boolean).length,
        named_then: then.filter(Boolean).length,
        alerts_now: now.filter(isAlarming).length,
        alerts_then: then.filter(isAlarming).length,
        gained: mostFirst(changes.filter((change) => change.sightings > 0)),
        lost: mostFirst(
          changes.filter((one) => one.sightings < 0).map((one) => ({ ...one, sightings: -one.sightings })),
        ),
      }
    },
    recognition: () => structuredClone(house.recognition),
    pause_reembedding: ({ is_paused }) => {
      if (house.recognition.reembedding) house.recognition.reembedding.is_paused = is_paused
      tell({ type: 'recognition_changed', recognition: structuredClone(house.recognition) })
      return structuredClone(house.recognition)
    },
  }
}
