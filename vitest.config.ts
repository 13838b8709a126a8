import { defineConfig } from 'vitest/config';

// What needs the cluster, or the helm that is built along with it.
const clusterTests = ['test/e2e/**/*.test.ts', 'test/scenarios/*.test.ts', 'test/**/*.helm.test.ts'];
const checkTests = 'test/checks/**/*.test.ts'; // format, lint and types: `npm run check` runs them as commands
const browserTests = 'test/**/*.browser.test.ts'; // in a real browser, which test:fast does without
const lifecycleTests = 'test/e2e/**/*.lifecycle.test.ts';

export default defineConfig({
  test: {
    reporters: ['default', './test/helpers/closing-line-reporter.ts'],
    // Tests on the cluster mostly wait, so one worker more than a small machine has cores; the default would be one less.
    maxWorkers: 3,
    setupFiles: ['test/helpers/leak-check.ts'],
    // Groups run one after the other: nothing overlaps with the tests that take the cluster down.
    projects: [
      {
        extends: true,
        test: {
          name: 'fast',
          include: ['test/**/*.test.ts'],
          exclude: [...clusterTests, checkTests, browserTests],
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
          include: clusterTests,
          exclude: [lifecycleTests],
          testTimeout: 120_000,
          hookTimeout: 30 * 60_000, // the first hook may build Kubernetes
          sequence: { groupOrder: 0 },
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
          sequence: { groupOrder: 1 },
        },
      },
    ],
  },
});
