// What the owner copies for somebody who helps them: version, machine, models, figures and steps, the same in every language.
// Pure. Must not hold a name, an address or a path: cameras are numbered, and only their kind and state are told; models that
// the owner brought are not named.
import type { CameraView, HealthView, ModelsView, SystemView } from '$lib/contract'
import { droppedShare } from './words'

/** The packs that come with Porchlight. */
const ours = ['default', 'classic']
const kinds = ['webcam', 'stream', 'file', 'folder', 'demo']

export function reportOf(
  health: HealthView,
  cameras: CameraView[],
  system: SystemView | undefined,
  now: number,
): string {
  const { governor, stages } = health
  const report = {
    program: 'porchlight',
    version: system?.version ?? null,
    at: new Date(now).toISOString(),
    machine: health.machine,
    models: system ? modelsOf(system.models) : null,
    cameras: cameras.map((camera, i) => {
      const figures = health.cameras.find(({ camera_id }) => camera_id === camera.id)
      return {
        camera: i + 1,
        kind: kinds.includes(camera.kind) ? camera.kind : 'other',
        state: camera.is_enabled ? camera.state.state : 'off',
        trouble: camera.state.state === 'failed' ? camera.state.trouble : null,
        ...(figures && {
          fps: tenths(figures.fps),
          delay_ms: tenths(figures.delay_ms),
          frames: figures.frames,
          searched: figures.searched,
          dropped: figures.dropped,
          dropped_share: Number(droppedShare(figures).toFixed(4)),
          recognised: figures.embeddings,
        }),
      }
    }),
    stages: stages.map(({ stage, recent, all }) => ({ stage, recent: rounded(recent), all: rounded(all) })),
    governor: {
      rung: governor.rung,
      lowest: governor.lowest,
      saving: governor.saving,
      budget_ms: tenths(governor.budget_ms),
      end_to_end_ms: tenths(governor.end_to_end_ms),
      busy: Number(governor.busy.toFixed(3)),
      steps_taken: governor.steps_taken,
      steps: governor.steps.map(({ at, ...step }) => ({ at: new Date(at).toISOString(), ...step })),
    },
    memory_bytes: health.memory_bytes,
    waiting: health.waiting,
    errors: health.errors,
    missed_events: health.missed_events,
    cache_hit_percent: health.cache_hit_percent === null ? null : tenths(health.cache_hit_percent),
  }
  return JSON.stringify(report, undefined, 2)
}

/** How the models fare. A name that comes with Porchlight says which they are; another one is the owner's word. */
function modelsOf(models: ModelsView): object {
  switch (models.state) {
    case 'ready':
      return { state: 'ready', pack: ours.includes(models.pack) ? models.pack : 'own' }
    case 'preparing':
      return { state: 'preparing' }
    case 'missing':
      return {
        state: 'missing',
        lacks_runtime: models.lacks_runtime,
        missing: models.files.filter((file) => !file.is_damaged).length,
        damaged: models.files.filter((file) => file.is_damaged).length,
      }
  }
}

const tenths = (value: number): number => Math.round(value * 10) / 10

function rounded<T extends Record<string, number>>(times: T): Record<string, number> {
  return Object.fromEntries(Object.entries(times).map(([name, value]) => [name, tenths(value)]))
}
