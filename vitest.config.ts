import { defineConfig } from 'vitest/config'

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    testTimeout: 60_000,
    hookTimeout: 60_000,
    // Files share the modules that they load, and what was built is loaded by Node itself: together a third of the time.
    isolate: false,
    server: { deps: { external: [/\/dist\//] } },
  },
})
