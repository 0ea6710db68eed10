// Packs of models of the fake household. Owns what becomes of a description: its file's name decides, so that a test can ask
// for every outcome.
import type { ModelsView, PackView } from '$lib/contract'
import type { Done } from './commands'
import type { Household } from './household'
import { refusal } from './refusal'

const releases: Omit<PackView, 'state'>[] = [
  {
    name: 'default',
    is_for_compatibility: false,
    is_own: false,
    models: 'YuNet, MobileFaceNet',
    licence: 'Apache-2.0',
    size: 4_320_976,
    length: 128,
    measured: '5,849 pictures of 2,890 people (docs/recognition.md)',
  },
  {
    name: 'classic',
    is_for_compatibility: true,
    is_own: false,
    models: 'face-api: tiny face detector, 68 landmarks, dlib ResNet',
    licence: 'MIT',
    size: 24_644_648,
    length: 128,
    measured: '5,849 pictures of 2,890 people (docs/recognition.md)',
  },
]

/** The packs of this release, of which one is there. */
export function fakePacks(inUse: 'default' | 'classic' = 'default'): PackView[] {
  return releases.map((pack) => ({ ...pack, state: pack.name === inUse ? 'in_use' : 'missing' }))
}

/** Nothing of them is there. */
export function missingModels(): ModelsView {
  return {
    state: 'missing',
    lacks_runtime: false,
    files: [
      { name: 'face_detection_yunet_2023mar.onnx', purpose: 'finds faces', size: 232_589, is_damaged: false },
      {
        name: 'face_recognition_sface_2021dec.onnx',
        purpose: 'tells people apart',
        size: 38_696_353,
        is_damaged: false,
      },
    ],
  }
}

export function packCommands(house: Household): Pick<Done, 'packs' | 'use_pack' | 'add_pack' | 'remove_pack'> {
  const shown = (): PackView[] => house.packs.map((pack) => ({ ...pack }))
  return {
    packs: shown,
    use_pack: ({ name }) => {
      if (!house.packs.some((pack) => pack.name === name && pack.state === 'ready'))
        throw refusal('pack_refused', `the pack ${name} is not installed`)
      house.packs = house.packs.map((pack) => ({
        ...pack,
        state: pack.name === name ? 'in_use' : pack.state === 'in_use' ? 'ready' : pack.state,
      }))
      house.models = { state: 'ready', model: name, pack: name, is_for_compatibility: name === 'classic' }
      house.announceSystem()
      return shown()
    },
    add_pack: ({ description }) => {
      if (!description.endsWith('.toml')) throw refusal('pack_refused', 'the description is not right: it is not text')
      house.packs = [
        ...house.packs,
        {
          name: 'arcface-r50',
          state: 'ready',
          is_for_compatibility: false,
          is_own: true,
          models: 'arcface-r50 (your own)',
          licence: 'MIT',
          size: 174_383_860,
          length: 512,
          measured: '38 pictures of 6 of your people',
        },
      ]
      return shown()
    },
    remove_pack: ({ name }) => {
      house.packs = house.packs.filter((pack) => pack.name !== name)
      return shown()
    },
  }
}
