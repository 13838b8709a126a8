import { defineConfig } from 'vitest/config';

const clusterTests = 'test/e2e/**/*.test.ts';
const checkTests = 'test/checks/**/*.test.ts'; // format, lint and types: `npm run check` runs them as commands
const browserTests = 'test/**/*.browser.test.ts'; // in a real browser, which test:fast does without
const lifecycleTests = 'test/e2e/**/*.lifecycle.test.ts';

export default defineConfig({
  test: {
    reporters: ['default', './test/helpers/closing-line-reporter.ts'],
    maxWorkers: 2, // the default leaves one core idle, and on a machine with two that is half of it
    setupFiles: ['test/helpers/leak-check.ts'],
    // Groups run one after the other: tests that share the cluster never overlap with the one that takes it down.
    projects: [
      {
        extends: true,
        test: {
          name: 'fast',
          include: ['test/**/*.test.ts'],
          exclude: [clusterTests, checkTests, browserTests],
          testTimeout: 20_000,
          sequence: { groupOrder: 0 },
        },
      },
      {
        extends: true,
        test: {
          name: 'browser',
          include: [browserTests],
          testTimeout: 60_000,
          hookTimeout: 300_000,
          sequence: { groupOrder: 0 },
        },
      },
      {
        extends: true,
        test: { name: 'checks', include: [checkTests], testTimeout: 300_000, sequence: { groupOrder: 0 } },
      },
      {
        extends: true,
        test: {
          name: 'cluster',
          globalSetup: 'test/helpers/cluster-setup.ts',
          include: [clusterTests],
          exclude: [lifecycleTests],
          testTimeout: 120_000,
          hookTimeout: 30 * 60_000, // the first hook may build Kubernetes
          sequence: { groupOrder: 1 },
        },
      },
      {
        extends: true,
        test: {
          name: 'lifecycle',
          include: [lifecycleTests],
          fileParallelism: false,
          testTimeout: 300_000,
          hookTimeout: 30 * 60_000,
          sequence: { groupOrder: 2 },
        },
      },
    ],
  },
});
