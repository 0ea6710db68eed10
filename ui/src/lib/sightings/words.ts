// The state of the house in words, for the foot of the rail. Pure: trouble first, then who is here, then quiet.
import type { CameraView, SightingView } from '$lib/contract'
import { t } from '$lib/i18n'
import { whoWas } from '$lib/live/labels'

export interface HouseState {
  words: string
  tone: 'quiet' | 'busy' | 'trouble' | 'resting'
}

export function houseState(cameras: CameraView[], here: SightingView[]): HouseState {
  if (cameras.length === 0) return { words: t('house.no_cameras'), tone: 'resting' }
  const troubled = cameras.filter((camera) => camera.is_enabled && ['failed', 'stalled'].includes(camera.state.state))
  if (troubled.length > 1)
    return { words: t('house.several_not_answering', { count: troubled.length }), tone: 'trouble' }
  const [camera] = troubled
  if (camera) {
    const wasRefused = camera.state.state === 'failed' && camera.state.trouble === 'refused'
    const words = wasRefused
      ? t('house.refused', { camera: camera.name })
      : t('house.not_answering', { camera: camera.name })
    return { words, tone: 'trouble' }
  }
  const enabled = cameras.filter((one) => one.is_enabled)
  if (enabled.length === 0) return { words: t('house.all_off'), tone: 'resting' }
  // Somebody ignored is nobody's business here, either.
  const shown = here.filter((sighting) => sighting.verdict !== 'ignored')
  if (shown.length > 0) return { words: whoIsHere(shown), tone: 'busy' }
  if (enabled.every((one) => one.state.state === 'off_hours')) return { words: t('house.off_hours'), tone: 'resting' }
  if (enabled.every((one) => one.state.state === 'connecting')) return { words: t('house.connecting'), tone: 'resting' }
  return { words: t('house.quiet'), tone: 'quiet' }
}

function whoIsHere(here: SightingView[]): string {
  const [first] = here
  if (!first) return t('house.quiet')
  const isOnePlace = here.every((sighting) => sighting.camera_id === first.camera_id)
  if (!isOnePlace) return t('house.many_places', { count: here.length })
  if (here.length > 1) return t('house.many_here', { count: here.length, camera: first.camera_name })
  const who = first.verdict === 'unclear' ? t('house.somebody') : whoWas(first)
  return t('house.one_here', { who, camera: first.camera_name })
}
