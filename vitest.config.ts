import { defineConfig } from 'vitest/config'

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    testTimeout: 60_000,
    hookTimeout: 60_000,
    // What was built is loaded once a worker, by Node itself: half of the suite's time was loading.
    isolate: false,
    server: { deps: { external: [/\/dist\//] } },
  },
})
