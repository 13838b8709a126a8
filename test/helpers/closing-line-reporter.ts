import type { Reporter, TestModule } from 'vitest/node';

/**
 * Closes the run with one plain line that any CI can read: `N passed, N failed, N skipped`.
 * A file that does not even load and an error outside any test count as one failure each, so that no red run looks green.
 */
export default class ClosingLineReporter implements Reporter {
  onTestRunEnd(modules: readonly TestModule[], unhandledErrors: readonly unknown[]): void {
    const count = { passed: 0, failed: unhandledErrors.length, skipped: 0, pending: 0 };
    for (const testModule of modules) {
      for (const test of testModule.children.allTests()) count[test.result().state] += 1;
      count.failed += testModule.errors().length;
    }
    const skipped = count.skipped + count.pending;
    const line = `${count.passed} passed, ${count.failed} failed, ${skipped} skipped`;
    // Not now: tearing down what the run set up may still have something to say, and the line closes the output.
    process.once('exit', () => process.stdout.write(`\n${line}\n`));
  }
}
