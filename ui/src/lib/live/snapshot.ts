// The name of a picture that is saved: the camera and the moment, never who is on it. Pure.

/** What no file system wants in a name. */
// eslint-disable-next-line no-control-regex
const unwanted = /[\\/:*?"<>|\u0000-\u001f]/g

export function pictureName(camera: string, at: number): string {
  const two = (number: number): string => String(number).padStart(2, '0')
  const moment = new Date(at)
  const day = `${moment.getFullYear()}-${two(moment.getMonth() + 1)}-${two(moment.getDate())}`
  const time = `${two(moment.getHours())}.${two(moment.getMinutes())}.${two(moment.getSeconds())}`
  const name = camera
    .replace(unwanted, ' ')
    .replace(/\s+/g, ' ')
    .replace(/^[ .]+|[ .]+$/g, '')
  return `${name || 'Camera'} ${day} ${time}.jpg`
}
