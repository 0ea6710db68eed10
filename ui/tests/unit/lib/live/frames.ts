// Frames as the live view gets them, for the tests beside this file.
import type { FaceOnFrame, FrameHeader, VerdictView } from '../../../../src/lib/contract'

export const header = (at: number, verdicts: VerdictView[] = [], number = at): FrameHeader => ({
  camera_id: 1,
  number,
  at,
  width: 1280,
  height: 720,
  fps: 10,
  delay_ms: 5,
  faces: verdicts.map((verdict, track) => face(verdict, track)),
})

export const face = (verdict: VerdictView, track = 1): FaceOnFrame => ({
  track,
  box: [0.4, 0.4, 0.1, 0.2],
  verdict,
  name: null,
  similarity: null,
  threshold: null,
  sighting_id: 7,
  person_id: null,
  visitor_id: null,
  visitor_number: null,
})

export const jpeg = (bytes = 10): Uint8Array<ArrayBuffer> => new Uint8Array(new ArrayBuffer(bytes))
