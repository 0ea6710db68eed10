// Takes a message of a camera's channel apart: `[u32 little-endian header length][header JSON][JPEG]`. Pure.
import type { FrameHeader } from '$lib/contract'

export interface FrameMessage {
  header: FrameHeader
  jpeg: Uint8Array<ArrayBuffer>
}

const lengthBytes = 4
const words = new TextDecoder()

/** The parts of a message; absent if it is not whole, which costs one picture and nothing else. */
export function takeApart(message: ArrayBuffer): FrameMessage | undefined {
  if (message.byteLength < lengthBytes) return undefined
  const headerLength = new DataView(message).getUint32(0, true)
  const jpegStart = lengthBytes + headerLength
  if (jpegStart >= message.byteLength) return undefined
  try {
    const header = JSON.parse(words.decode(new Uint8Array(message, lengthBytes, headerLength))) as FrameHeader
    return { header, jpeg: new Uint8Array(message, jpegStart) }
  } catch {
    return undefined
  }
}
