import { defineConfig } from 'vitest/config'

export default defineConfig({
  test: {
    include: ['test/**/*.engines.ts'],
    globalSetup: ['test/engines/setup.mjs'],
    fileParallelism: false,
    testTimeout: 300_000,
    hookTimeout: 300_000,
  },
})
