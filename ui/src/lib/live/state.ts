// A camera's state in words, the same on its tile, in the list and at the foot of the rail. Pure.
import type { CameraStateView } from '$lib/contract'
import { remedyWords, troubleWords } from '$lib/errors/words'
import { untilWords } from '$lib/alerts/words'
import { t } from '$lib/i18n'

export interface StateWords {
  /** One line. */
  short: string
  /** What it means and what to do; empty where there is nothing to do. */
  long: string
  tone: 'good' | 'waiting' | 'bad' | 'resting'
}

export function stateWords(state: CameraStateView): StateWords {
  switch (state.state) {
    case 'live':
      return { short: t('camera.state_live'), long: '', tone: 'good' }
    case 'connecting':
      return { short: t('camera.state_connecting'), long: t('live.connecting_text'), tone: 'waiting' }
    case 'stalled':
      return {
        short: t('camera.state_stalled', { count: state.seconds }),
        long: t('live.stalled_text'),
        tone: 'waiting',
      }
    case 'failed':
      return {
        short: troubleWords(state.trouble),
        long: [
          remedyWords(state.trouble),
          state.retry_in_secs === null ? '' : `${t('camera.retry_in', { count: state.retry_in_secs })}.`,
        ]
          .join(' ')
          .trim(),
        tone: 'bad',
      }
    case 'ended':
      return { short: t('camera.state_ended'), long: t('camera.ended_text'), tone: 'resting' }
    case 'off_hours':
      return {
        short: t('camera.state_off_hours'),
        long:
          state.until === null
            ? t('camera.off_hours_never')
            : t('camera.off_hours_until', { time: untilWords(state.until, Date.now()) }),
        tone: 'resting',
      }
    case 'off':
      return { short: t('camera.state_off'), long: t('camera.off_text'), tone: 'resting' }
  }
}
