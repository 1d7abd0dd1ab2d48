import { defineConfig } from 'vitest/config'

/** Full sizes, minutes each: `npm run test:long`. The test command holds the same promises at tiny sizes. */
export default defineConfig({
  test: {
    include: ['test/long/**/*.test.ts'],
    globalSetup: ['test/build-once.ts'],
    pool: 'forks',
    maxWorkers: 1,
    testTimeout: 1_200_000,
  },
})
