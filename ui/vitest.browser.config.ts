// The tests that drive the built page in a real browser. They need Chromium and fail without it.
import { defineConfig } from 'vitest/config'

export default defineConfig({
  test: {
    environment: 'node',
    include: ['tests/browser/**/*.test.ts'],
    // One browser at a time: two cores are enough for everybody then.
    fileParallelism: false,
    testTimeout: 60_000,
    hookTimeout: 60_000,
    // Whatever is waited for is there at once, or the machine is busy; a second would be too short for that.
    expect: { poll: { timeout: 20_000 } },
  },
})
