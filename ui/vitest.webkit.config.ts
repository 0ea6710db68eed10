// The measurement in WebKitGTK: see scripts/pace.
import { defineConfig } from 'vitest/config'

export default defineConfig({
  test: { include: ['tests/webkit/**/*.test.ts'], reporters: 'verbose' },
})
