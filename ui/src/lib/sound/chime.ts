// The sound of an alert: two falling notes, twice, then silence. Made here, so that no sound file is needed.
const notes: { at: number; hertz: number }[] = [
  { at: 0, hertz: 988 },
  { at: 0.18, hertz: 740 },
  { at: 0.85, hertz: 988 },
  { at: 1.03, hertz: 740 },
]
const noteSeconds = 0.42
const loudness = 0.28

let context: AudioContext | undefined

/** Rings; where there is no sound, or the system allows none, the popup speaks alone. */
export function ring(): void {
  try {
    context ??= new AudioContext()
    void context.resume().catch(() => undefined)
    for (const note of notes) play(context, note.at, note.hertz)
  } catch {
    context = undefined
  }
}

function play(audio: AudioContext, at: number, hertz: number): void {
  const start = audio.currentTime + at
  const tone = audio.createOscillator()
  const volume = audio.createGain()
  tone.type = 'triangle'
  tone.frequency.value = hertz
  volume.gain.setValueAtTime(0, start)
  volume.gain.linearRampToValueAtTime(loudness, start + 0.012)
  volume.gain.exponentialRampToValueAtTime(0.001, start + noteSeconds)
  tone.connect(volume).connect(audio.destination)
  tone.start(start)
  tone.stop(start + noteSeconds)
}
