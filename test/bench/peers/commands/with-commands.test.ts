import { describe, expect, test } from 'vitest';
import { withCommands } from '../../../../bench/peers/commands/with-commands.ts';
import { createTemporaryFolder } from '../../../helpers/chart-folder.ts';
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';

const never = new AbortController().signal;

describe('commands', () => {
  test('are measured together, with their children', async () => {
    const spin = 'i=0; while [ $i -lt 200000 ]; do i=$((i+1)); done';

    const cost = await withCommands({ environment: {}, signal: never }, async (run) => {
      await run('sh', ['-c', `sh -c '${spin}'; ${spin}`]);
      await run('true', []);
    });

    expect(cost.cpuSeconds).toBeGreaterThan(0);
  });

  test('get the environment that is given to them', async () => {
    const folder = await createTemporaryFolder();

    await withCommands({ environment: { FOLDER: folder }, signal: never }, (run) =>
      run('sh', ['-c', 'touch "$FOLDER/here"']),
    );

    expect(await readdir(folder)).toEqual(['here']);
  });

  test('one that fails is quoted and ends the others', async () => {
    const folder = await createTemporaryFolder();
    const other = `sleep 30; touch '${join(folder, 'over')}'`;

    const running = withCommands({ environment: {}, signal: never }, async (run) => {
      await Promise.all([run('sh', ['-c', other]), run('sh', ['-c', 'echo "no such chart" >&2; exit 3'])]);
    });

    await expect(running).rejects.toThrow('running "sh -c": no such chart');
    expect(await readdir(folder)).toEqual([]);
  });

  test('end when they are no longer wanted, with the reason for that', async () => {
    const abort = new AbortController();

    const running = withCommands({ environment: {}, signal: abort.signal }, (run) => run('sleep', ['30']));
    abort.abort(new Error('interrupted'));

    await expect(running).rejects.toThrow('interrupted');
  });
});
