import { defineConfig } from 'vitest/config'

/** The real application in a real browser, training real networks. One file at a time: the cores belong to the workers. */
export default defineConfig({
  test: {
    include: ['test/e2e/**/*.spec.ts'],
    globalSetup: ['test/e2e/build.ts'],
    pool: 'forks',
    fileParallelism: false,
    testTimeout: 120_000,
    hookTimeout: 120_000,
  },
})
