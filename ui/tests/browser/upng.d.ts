// What of `upng-js` is used here; the package brings no types.
declare module 'upng-js' {
  interface Decoded {
    width: number
    height: number
  }
  /** `colours`: how many there may be; 0 for all. */
  function encode(frames: ArrayBuffer[], width: number, height: number, colours: number): ArrayBuffer
  function decode(png: ArrayBuffer): Decoded
  /** Each frame as RGBA, 8 bits each. */
  function toRGBA8(decoded: Decoded): ArrayBuffer[]
  export default { encode, decode, toRGBA8 }
}
