// How the program fares in words: one sentence for all of it, and the words for what is saved, where and why. Pure.
import type { CameraView, GovernorView, HealthView, SavingView, StageName, StepView } from '$lib/contract'
import { t } from '$lib/i18n'
import type { PlainKey } from '$lib/i18n'
import { moment } from '$lib/time/words'
import { limit, memory, milliseconds, share } from './formats'

export interface Summary {
  tone: 'good' | 'saving' | 'trouble' | 'resting'
  title: string
  text: string
}

/** Frames a second that differ by no more than this are the same to an owner. */
const sameFps = 2

/** All savings, from the top of the ladder down; each adds to those above it. */
export const savings = [
  'nothing',
  'idle_cameras',
  'closeness',
  'live_pictures',
  'background',
  'frames',
] as const satisfies readonly SavingView[]

const saved: Record<SavingView, PlainKey> = {
  nothing: 'health.saving_nothing',
  idle_cameras: 'health.saving_idle_cameras',
  closeness: 'health.saving_closeness',
  live_pictures: 'health.saving_live_pictures',
  background: 'health.saving_background',
  frames: 'health.saving_frames',
}

const short: Record<SavingView, PlainKey> = {
  nothing: 'health.fine',
  idle_cameras: 'health.short_idle_cameras',
  closeness: 'health.short_closeness',
  live_pictures: 'health.short_live_pictures',
  background: 'health.short_background',
  frames: 'health.short_frames',
}

const stages: Record<StageName, PlainKey> = {
  wait: 'health.stage_wait',
  detect: 'health.stage_detect',
  embed: 'health.stage_embed',
  match: 'health.stage_match',
  keep: 'health.stage_keep',
  end_to_end: 'health.stage_end_to_end',
  alert: 'health.stage_alert',
}

/** What is saved, as a rung of the ladder says it. */
export function savingWords(saving: SavingView): string {
  return t(saved[saving])
}

export function stageWords(stage: StageName): string {
  return t(stages[stage])
}

/** Everything in one sentence and what it rests on: trouble first, then what is saved, then that all is well. */
export function summaryOf(health: HealthView, cameras: CameraView[], hasModels: boolean, now: number): Summary {
  const enabled = cameras.filter((camera) => camera.is_enabled)
  if (enabled.length === 0) return { tone: 'resting', title: t('house.all_off'), text: t('health.off_text') }
  const troubled = enabled.filter(({ state }) => state.state === 'failed' || state.state === 'stalled')
  const [first] = troubled
  if (first) {
    const title =
      troubled.length === 1
        ? t('health.trouble_one', { camera: first.name })
        : t('health.trouble_many', { count: troubled.length })
    return { tone: 'trouble', title, text: paceWords(health) || t('health.no_frames_text') }
  }
  if (!hasModels) return { tone: 'resting', title: t('models.missing'), text: t('health.no_models_text') }
  const { governor } = health
  if (governor.rung > 0) {
    const title = t(leftTop(governor)?.reason.kind === 'memory' ? 'health.short_memory' : short[governor.saving])
    return { tone: 'saving', title, text: sinceWords(governor, now) || paceWords(health) }
  }
  const pace = paceWords(health)
  if (!pace) return { tone: 'resting', title: t('health.no_frames'), text: t('health.no_frames_text') }
  const recent = recentOf(health)
  if (recent !== undefined && recent > governor.budget_ms)
    return {
      tone: 'saving',
      title: t('health.late'),
      text: t('health.late_text', { ms: milliseconds(recent), budget: limit(governor.budget_ms) }),
    }
  return { tone: 'good', title: t('health.fine'), text: pace }
}

/** What 95 of 100 frames took lately; nothing where there were none. */
function recentOf({ stages }: HealthView): number | undefined {
  const recent = stages.find(({ stage }) => stage === 'end_to_end')?.recent
  return recent && recent.samples > 0 ? recent.p95_ms : undefined
}

/** "3 cameras, 25 frames a second each, faces announced within 14 ms"; nothing where no camera sends frames. */
function paceWords(health: HealthView): string {
  const rates = health.cameras.map(({ fps }) => fps).filter((fps) => fps > 0)
  if (rates.length === 0) return ''
  const recent = recentOf(health)
  const [low, high] = [Math.min(...rates), Math.max(...rates)]
  const count = rates.length
  if (high - low <= sameFps) {
    const fps = Math.round(rates.reduce((sum, one) => sum + one, 0) / count)
    return recent === undefined
      ? t('health.pace_each', { count, fps })
      : t('health.pace_each_within', { count, fps, ms: milliseconds(recent) })
  }
  const range = { count, low: Math.round(low), high: Math.round(high) }
  return recent === undefined
    ? t('health.pace_range', range)
    : t('health.pace_range_within', { ...range, ms: milliseconds(recent) })
}

/** The step with which saving began, where it is among the last ones. */
function leftTop({ steps }: GovernorView): StepView | undefined {
  return steps.find(({ from, to }) => from === 0 && to > 0)
}

/** Since when something is saved and why it began. Only the last steps are known: what began before them is said so. */
function sinceWords(governor: GovernorView, now: number): string {
  const left = leftTop(governor)
  if (left) return becauseWords(left, moment(left.at, now))
  const oldest = governor.steps.at(-1)
  return oldest ? t('health.since_before', { time: moment(oldest.at, now) }) : ''
}

function becauseWords({ reason }: StepView, time: string): string {
  switch (reason.kind) {
    case 'slow':
      return t('health.since_slow', { time, ms: milliseconds(reason.end_to_end_ms) })
    case 'dropping':
      return t('health.since_dropping', { time, share: share(reason.percent / 100) })
    case 'memory':
      return t('health.since_memory', { time, free: memory(reason.free_bytes) })
    case 'room':
      return t('health.since', { time })
  }
}

/** What a step changed: a saving began, went further, was eased or ended. */
export function stepWords({ from, to, saving }: StepView): string {
  const what = savingWords(saving)
  return to > from ? t('health.step_down', { what }) : t('health.step_up', { what })
}

/** Why it was taken. */
export function reasonWords({ reason }: StepView): string {
  switch (reason.kind) {
    case 'slow':
      return t('health.reason_slow', { ms: milliseconds(reason.end_to_end_ms) })
    case 'dropping':
      return t('health.reason_dropping', { share: share(reason.percent / 100) })
    case 'memory':
      return t('health.reason_memory', { free: memory(reason.free_bytes) })
    case 'room':
      return t('health.reason_room')
  }
}

/** Of all frames that arrived, the share that was replaced before it was analysed. */
export function droppedShare({ frames, dropped }: { frames: number; dropped: number }): number {
  return frames + dropped > 0 ? dropped / (frames + dropped) : 0
}
