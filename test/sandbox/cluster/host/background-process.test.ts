import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import {
  readBackgroundProcess,
  startBackgroundProcess,
  stopBackgroundProcess,
} from '../../../../sandbox/cluster/host/background-process.ts';
import { isRunning } from '../../../../sandbox/cluster/host/process-identity.ts';

describe('a background process', () => {
  let folder = '';
  const folders = () => ({ logs: join(folder, 'logs'), processes: join(folder, 'processes') });
  const start = (...args: readonly string[]) =>
    startBackgroundProcess({ name: 'it', command: 'sh', args: ['-c', ...args] }, folders());

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'berth-'));
  });
  afterEach(async () => {
    await stopBackgroundProcess('it', folders());
    await rm(folder, { recursive: true });
  });

  test('is found again by its record, until it ends', async () => {
    const started = await start('exec sleep 600');

    expect(await readBackgroundProcess('it', folders())).toEqual(started);
    await stopBackgroundProcess('it', folders());
    expect(await readBackgroundProcess('it', folders())).toBeUndefined();
    expect(await isRunning(started)).toBe(false);
  });

  test('writes what it prints to its log, after what an earlier one printed', async () => {
    await start('echo first; echo second >&2');
    await expect.poll(() => readBackgroundProcess('it', folders())).toBeUndefined();
    await start('echo third');

    await expect.poll(() => readFile(join(folder, 'logs', 'it.log'), 'utf8')).toBe('first\nsecond\nthird\n');
  });

  test('that ignores SIGTERM is killed after its grace', async () => {
    const started = await start('trap "" TERM; echo ready; while :; do sleep 0.1; done');
    await expect.poll(() => readFile(join(folder, 'logs', 'it.log'), 'utf8')).toBe('ready\n');

    await stopBackgroundProcess('it', folders(), 200);

    expect(await isRunning(started)).toBe(false);
  });

  test('that is stopped by SIGSTOP is killed as well', async () => {
    const started = await start('exec sleep 600');
    process.kill(started.pid, 'SIGSTOP');

    await stopBackgroundProcess('it', folders(), 200);

    expect(await isRunning(started)).toBe(false);
  });

  test('is not mistaken for another one that got its number', async () => {
    const started = await start('exec sleep 600');
    const file = join(folder, 'processes', 'it.json');
    await writeFile(file, JSON.stringify({ pid: started.pid, startTicks: started.startTicks - 1 }));

    expect(await readBackgroundProcess('it', folders())).toBeUndefined();
    await stopBackgroundProcess('it', folders());
    expect(await isRunning(started)).toBe(true);

    process.kill(started.pid, 'SIGKILL');
  });

  test('outlives the signals of our terminal: it has a session of its own', async () => {
    const started = await start('exec sleep 600');

    const session = (await readFile(`/proc/${started.pid}/stat`, 'utf8')).split(') ')[1]?.split(' ')[3];

    expect(Number(session)).toBe(started.pid);
  });

  test('that cannot be started says which command it was', async () => {
    const starting = startBackgroundProcess(
      { name: 'it', command: join(folder, 'no-such-program'), args: [] },
      folders(),
    );

    await expect(starting).rejects.toThrow(/^starting ".*no-such-program": spawn .* ENOENT$/);
  });
});
