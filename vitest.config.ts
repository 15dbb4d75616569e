import { defineConfig } from 'vitest/config'

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    testTimeout: 60_000,
    hookTimeout: 60_000,
    // What was built is loaded by Node itself, which takes half as long.
    server: { deps: { external: [/\/dist\//] } },
  },
})
