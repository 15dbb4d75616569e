import { defineConfig } from 'vitest/config'

export default defineConfig({ test: { include: ['test/**/*.peers.ts'], testTimeout: 120_000 } })
