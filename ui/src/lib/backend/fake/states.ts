// One camera in each state that a tile draws, for the scenario of that name. Owns nothing.
import type { CameraStateView } from '$lib/contract'

export function everyState(): CameraStateView[] {
  return [
    { state: 'live' },
    { state: 'connecting' },
    { state: 'stalled', seconds: 12 },
    { state: 'failed', trouble: 'refused', retry_in_secs: null },
    { state: 'off' },
    { state: 'failed', trouble: 'unreachable', retry_in_secs: 8 },
  ]
}
