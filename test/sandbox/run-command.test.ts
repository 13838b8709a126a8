import { writeFile } from 'node:fs/promises';
import { Command } from 'commander';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { runCommand } from '../../sandbox/run-command.ts';
import { UserError } from '../../sandbox/user-error.ts';

describe('runCommand', () => {
  let said = '';

  beforeEach(() => {
    said = '';
    vi.spyOn(process.stderr, 'write').mockImplementation((text) => {
      said += String(text);
      return true;
    });
  });
  afterEach(() => {
    vi.restoreAllMocks();
    process.exitCode = undefined;
  });

  const run = (action: (signal: AbortSignal) => Promise<void> | void) =>
    runCommand((signal) => new Command('it').action(() => action(signal)), ['node', 'it']);

  test('says nothing and leaves with 0 when the command does what it should', async () => {
    await run(() => undefined);

    expect([said, process.exitCode]).toEqual(['', undefined]);
  });

  test('says a mistake of the person in one sentence, without a stack', async () => {
    await run(() => {
      throw new UserError('there is no bread: buy some');
    });

    expect([said, process.exitCode]).toEqual(['error: there is no bread: buy some\n', 1]);
  });

  test('says that the disk is full, and what to do, wherever that shows', async () => {
    await run(() => writeFile('/dev/full', 'anything'));

    expect([said, process.exitCode]).toEqual([
      'error: the disk is full: free some space and run the command again\n',
      1,
    ]);
  });

  test('keeps the stack of what nobody expected', async () => {
    await run(() => {
      throw new TypeError('undefined is not a cluster');
    });

    expect(said).toMatch(/^unexpected error, please report it: TypeError: undefined is not a cluster\n {4}at /);
    expect(process.exitCode).toBe(70);
  });

  test('tells the command of the first Ctrl-C, so that it can clean up', async () => {
    await run(async (signal) => {
      process.kill(process.pid, 'SIGINT');
      await new Promise((resolve) => signal.addEventListener('abort', resolve, { once: true }));
      signal.throwIfAborted();
    });

    expect([said, process.exitCode]).toEqual(['error: interrupted\n', 1]);
  });
});
