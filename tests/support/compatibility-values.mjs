// Computes what the three compatibility networks should answer, by the package's own code: the values that
// the tests in `src-tauri/crates/vision/src/classic/mod.rs` compare the built ONNX graphs with. Run by hand, after `scripts/setup
// compatibility`; the same package gives the same file, byte by byte:
//   node tests/support/compatibility-values.mjs | cmp - src-tauri/crates/vision/tests/compatibility-values.json
import { readFileSync } from 'node:fs'

const folder = new URL('../../runtime/compatibility/node_modules/@vladmandic/face-api/', import.meta.url)
// The package for browsers has TensorFlow.js and its plain backend in it. It must not take this for a browser or for Node.
const { process } = globalThis
globalThis.process = undefined
const faceapi = await import(new URL('dist/face-api.esm.js', folder))
globalThis.process = process
const { env, tf } = faceapi
const nothing = class {}
env.setEnv({ Canvas: nothing, CanvasRenderingContext2D: nothing, Image: nothing, ImageData: nothing, Video: nothing })
tf.env().setPlatform('plain', { now: () => performance.now(), isTypedArray: ArrayBuffer.isView })
await tf.setBackend('cpu')
await tf.ready()

async function load(net, name) {
  const manifest = JSON.parse(readFileSync(new URL(`model/${name}_model-weights_manifest.json`, folder)))
  const bytes = readFileSync(new URL(`model/${name}_model.bin`, folder))
  const buffer = bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.length)
  net.loadFromWeightMap(tf.io.decodeWeights(buffer, manifest.flatMap(({ weights }) => weights)))
  return net
}

/** A picture without anybody: waves of three colours, the same formula as in the Rust test. */
function picture(height, width) {
  const values = []
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      values.push((x * 7 + y * 3) % 256, (x * y + 40) % 256, ((x + y) * 5 + 90) % 256)
    }
  }
  return tf.tensor3d(values, [height, width, 3])
}

const rounded = (values) => Array.from(values, (value) => Number(value.toPrecision(7)))
const detector = await load(faceapi.nets.tinyFaceDetector, 'tiny_face_detector')
const landmarks = await load(faceapi.nets.faceLandmark68Net, 'face_landmark_68')
const embedder = await load(faceapi.nets.faceRecognitionNet, 'face_recognition')

// The detector answers with channels last: one row a cell.
const cells = await detector.forward(picture(160, 160), 160)
const points = await landmarks.forward(picture(112, 112))
const numbers = await embedder.forward(picture(150, 150))
const answers = {
  detector: { side: 160, shape: cells.shape, values: rounded(cells.dataSync()) },
  landmarks: { side: 112, values: rounded(points.dataSync()) },
  embedder: { side: 150, values: rounded(numbers.dataSync()) },
}
console.log(JSON.stringify(answers))
