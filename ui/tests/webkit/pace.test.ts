// What the live view costs in WebKitGTK, the web view of the window on Linux: the measurement of the other browser's test, through
// WebKitWebDriver in the browser that comes with it. No bounds: its screen is drawn by the processor here.
import { spawn } from 'node:child_process'
import type { ChildProcess } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { preview } from 'vite'
import type { PreviewServer } from 'vite'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { note } from '../browser/harness'
import { touched } from '../browser/touching'
import type { Measured } from '../browser/touching'

const root = fileURLToPath(new URL('../../', import.meta.url))
const driverPort = 4_461
const browser = process.env['MINI_BROWSER'] ?? '/usr/lib/x86_64-linux-gnu/webkit2gtk-4.1/MiniBrowser'

let driver: ChildProcess
let server: PreviewServer
let session = ''

async function ask<T>(method: string, path: string, body?: object): Promise<T> {
  const answer = await fetch(`http://127.0.0.1:${driverPort}${path}`, {
    method,
    ...(body && { body: JSON.stringify(body) }),
  })
  const { value } = (await answer.json()) as { value: T & { error?: string; message?: string } }
  if (!answer.ok) throw new Error(`${value.error}: ${value.message}`)
  return value
}

/** Runs something in the page, and waits for its promise. */
async function inPage<T>(run: string): Promise<T> {
  const script = `const done = arguments[0]; Promise.resolve(${run}).then(done, (why) => done({ failed: String(why) }))`
  const found = await ask<T & { failed?: string }>('POST', `/session/${session}/execute/async`, { script, args: [] })
  if (found.failed) throw new Error(found.failed)
  return found
}

beforeAll(async () => {
  server = await preview({ root, mode: 'fake', preview: { host: '127.0.0.1', port: 4_462 } })
  driver = spawn('WebKitWebDriver', [`--port=${driverPort}`], { stdio: 'inherit' })
  const capabilities = {
    alwaysMatch: {
      'webkitgtk:browserOptions': { binary: browser, args: ['--automation'] },
      timeouts: { script: 60_000 },
    },
  }
  // It answers as soon as it listens.
  await vi.waitFor(() => ask('GET', '/status'), { timeout: 20_000, interval: 100 })
  session = (await ask<{ sessionId: string }>('POST', '/session', { capabilities })).sessionId
}, 60_000)

afterAll(async () => {
  if (session) await ask('DELETE', `/session/${session}`)
  driver.kill()
  await server.close()
})

test.each([
  { name: 'nine cameras at fifteen', scenario: 'nine', hash: 'live', film: 15, tiles: 9 },
  { name: 'one camera at thirty', scenario: 'quiet', hash: 'live/1', film: 30, tiles: 4 },
])('$name', { timeout: 120_000 }, async ({ scenario, hash, film, tiles }) => {
  const url = `http://127.0.0.1:4462/?scenario=${scenario}&film=${film}#/${hash}`
  await ask('POST', `/session/${session}/url`, { url })
  const shown = `document.querySelectorAll('[data-testid="camera-tile"] canvas.has-picture').length`
  await expect.poll(() => inPage<number>(shown), { timeout: 60_000 }).toBe(tiles)
  const measured = await inPage<Measured>(`(${touched.toString()})(10)`)
  note(`pace-webkit-${film}`, measured)
  expect(measured.paints, 'pictures are painted').toBeGreaterThan(0)
})
