import type { Command } from 'commander';
import { UserError } from './user-error.ts';

/**
 * Runs a command line as every command of the sandbox does: a mistake is one sentence on standard error and an exit code other than 0,
 * an unexpected error keeps its stack, and Ctrl-C aborts `signal` so that the command can clean up (a second one ends it at once).
 */
export async function runCommand(
  build: (signal: AbortSignal) => Command,
  args: readonly string[] = process.argv,
): Promise<void> {
  const abort = new AbortController();
  const interrupt = () => {
    if (abort.signal.aborted) process.exit(130);
    abort.abort(new UserError('interrupted'));
  };
  process.on('SIGINT', interrupt).on('SIGTERM', interrupt);
  try {
    await build(abort.signal).showHelpAfterError('(--help lists commands and options)').parseAsync(args);
  } catch (error) {
    process.exitCode = report(error);
  } finally {
    process.off('SIGINT', interrupt).off('SIGTERM', interrupt);
  }
}

function report(error: unknown): number {
  if (error instanceof UserError) {
    process.stderr.write(`error: ${error.message}\n`);
    return error.exitCode;
  }
  if (isDiskFull(error)) {
    process.stderr.write('error: the disk is full: free some space and run the command again\n');
    return 1;
  }
  const details = error instanceof Error ? (error.stack ?? error.message) : String(error);
  process.stderr.write(`unexpected error, please report it: ${details}\n`);
  return 70; // EX_SOFTWARE of sysexits(3)
}

function isDiskFull(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'ENOSPC';
}
