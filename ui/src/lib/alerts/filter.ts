// What narrows the list of alerts. The program narrows what it lists; here is told whether one that comes meanwhile is
// among them. Pure.
import type { AlertView, VerdictView } from '$lib/contract'

export interface AlertFilter {
  verdict: VerdictView | undefined
  cameraId: number | undefined
  state: 'open' | 'seen' | undefined
}

export const everything: AlertFilter = { verdict: undefined, cameraId: undefined, state: undefined }

export function isNarrow(filter: AlertFilter): boolean {
  return filter.verdict !== undefined || filter.cameraId !== undefined || filter.state !== undefined
}

/** Whether an alert is one of those to show, by who it is about now. */
export function isLike(alert: AlertView, filter: AlertFilter): boolean {
  const isOpen = alert.acknowledged_at === null
  return (
    (filter.verdict === undefined || alert.now.verdict === filter.verdict) &&
    (filter.cameraId === undefined || alert.camera_id === filter.cameraId) &&
    (filter.state === undefined || isOpen === (filter.state === 'open'))
  )
}
