import { readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { createLauncher, type Launcher } from '../../../src/helm/launcher/create-launcher.ts';
import type { HelmCommand, HelmEnd } from '../../../src/helm/run-helm.ts';
import { createTemporaryFolder } from '../../helpers/chart-folder.ts';
import { isRunning } from '../../helpers/is-running.ts';
import { readNumber, untilGo, writeHelmScript } from './write-helm-script.ts';

const warn = vi.fn();
const { signal } = new AbortController();
let launcher: Launcher;
let folder: string;
/** Of what a test has started; what waits goes on after it. */
const ends: Promise<HelmEnd>[] = [];

beforeEach(async () => {
  warn.mockClear();
  folder = await createTemporaryFolder();
  launcher = createLauncher({ log: { warn } });
});

afterEach(async () => {
  await writeFile(join(folder, 'go'), '');
  await Promise.all(ends.splice(0));
  await launcher.stop();
});

describe('who starts Helm', () => {
  test('is berth itself for one after another, and for the first ones of many', async () => {
    for (const name of ['a', 'b']) await launcher.run(await createRun(name), signal);

    const [first, second] = [await start('c', untilGo), await start('d', untilGo)];

    expect(new Set([first.parent, second.parent, await readParent('a'), await readParent('b')])).toEqual(
      new Set([process.pid]),
    );
  });

  test('is the launcher for all others while there are many', async () => {
    const parent = await startLaunched();
    const another = await start('another', untilGo);

    expect(parent).not.toBe(process.pid);
    expect(another.parent).toBe(parent);
  });

  test('is berth again once there has been nothing to do for a while', async () => {
    launcher = createLauncher({ log: { warn }, idleMs: 100 });
    const parent = await startLaunched();
    await writeFile(join(folder, 'go'), '');

    await vi.waitFor(async () => expect(await isRunning(parent)).toBe(false), 10_000);

    expect((await start('later')).parent).toBe(process.pid);
    expect(warn).not.toHaveBeenCalled();
  });

  test('is the launcher anew after such a while, and that one stays for as long as it has something at work', async () => {
    launcher = createLauncher({ log: { warn }, idleMs: 100 });
    const first = await startLaunched();
    await writeFile(join(folder, 'go'), '');
    await vi.waitFor(async () => expect(await isRunning(first)).toBe(false), 10_000);
    await rm(join(folder, 'go'));

    const second = await startLaunched();
    await sleep(50);
    const run = await start('run', 'sleep 0.5');

    expect([first, process.pid]).not.toContain(second);
    expect(run.parent).toBe(second);
    expect(await run.end).toEqual({ kind: 'success' });
  });

  test('is berth again when something else has ended the launcher, and what that had at work is lost', async () => {
    const parent = await startLaunched();
    const run = await start('run', untilGo);

    process.kill(parent, 'SIGKILL');

    expect(await run.end).toEqual({ kind: 'lost' });
    await vi.waitFor(async () => expect(await isRunning(run.pid)).toBe(false), 5_000);
    expect((await start('later')).parent).toBe(process.pid);
    expect(warn.mock.calls).toEqual([
      [{ action: 'launch', signal: 'SIGKILL' }, 'starting helm without what launches it'],
    ]);
  });

  test('is another launcher a moment later', async () => {
    launcher = createLauncher({ log: { warn }, restartMs: 100 });
    const parent = await startLaunched();

    process.kill(parent, 'SIGKILL');
    await vi.waitFor(() => expect(warn).toHaveBeenCalled(), 5_000);

    expect([parent, process.pid]).not.toContain(await startLaunched());
  });
});

describe('what the launcher passes on', () => {
  beforeEach(startLaunched);

  test('is how Helm ended', async () => {
    expect(await (await start('good')).end).toEqual({ kind: 'success' });
    expect(await (await start('bad', 'echo "Error: x" >&2; exit 3')).end).toEqual({
      kind: 'failed',
      stderr: 'Error: x\n',
      exit: 3,
    });
    const slow = await createRun('slow', untilGo);
    expect(await launcher.run({ ...slow, deadlineMs: 200 }, signal)).toEqual({ kind: 'timedOut', stderr: '' });
  });

  test('is why it did not begin', async () => {
    const run = await createRun('late');

    const nowhere = await launcher.run({ ...run, folder: join(folder, 'none') }, signal);
    const late = await launcher.run({ ...run, endMs: 1 }, signal);

    expect(nowhere).toMatchObject({
      kind: 'notStarted',
      cause: { message: expect.stringContaining('ENOENT') as string },
    });
    expect(late).toMatchObject({ kind: 'failed', exit: 75 });
    await expect(readParent('late')).rejects.toThrow('ENOENT');
  });

  test('is what it had to read, once that is there', async () => {
    const command = { ...(await createRun('fed', 'cat > read')), opening: '{' };
    const rest = Promise.withResolvers<string>();
    const end = launcher.run(command, signal, rest.promise);
    ends.push(end);
    await vi.waitFor(() => readNumber(join(folder, 'fed')), 10_000);
    expect(await readParent('fed')).not.toBe(process.pid);

    rest.resolve('"a":1}');

    expect(await end).toEqual({ kind: 'success' });
    expect(await readFile(join(command.folder, 'read'), 'utf8')).toBe('{"a":1}');
  });

  test('is that it was cancelled, with all that it had started', async () => {
    const cancelling = new AbortController();
    const run = await start('run', 'sleep 60 & echo $! > child; wait', cancelling.signal);
    const child = await vi.waitFor(() => readNumber(join(run.folder, 'child')));

    cancelling.abort();

    expect(await run.end).toEqual({ kind: 'cancelled' });
    await vi.waitFor(async () => expect(await isRunning(child)).toBe(false), 5_000);
    expect(await launcher.run(await createRun('none'), cancelling.signal)).toEqual({ kind: 'cancelled' });
  });
});

test('whatever moment it is in which a launcher ends, a run that is cancelled then ends', async () => {
  launcher = createLauncher({ log: { warn }, restartMs: 0 });
  for (let count = 0; count < 5; count += 1) {
    const parent = await startLaunched();
    const cancelling = new AbortController();
    const run = await start('run', untilGo, cancelling.signal);

    process.kill(parent, 'SIGKILL');
    await sleep(count);
    const late = launcher.run(await createRun('late'), signal);
    cancelling.abort();

    expect(['lost', 'cancelled']).toContain((await run.end).kind);
    expect(['lost', 'success']).toContain((await late).kind);
    await writeFile(join(folder, 'go'), '');
    await Promise.all(ends);
    await rm(join(folder, 'go'));
  }
});

describe('a launcher that hangs', () => {
  beforeEach(() => {
    launcher = createLauncher({ log: { warn }, graceMs: 300 });
  });

  test('is killed when it tells nothing of a run that was cancelled', async () => {
    const parent = await startLaunched();
    const cancelling = new AbortController();
    const run = await start('run', untilGo, cancelling.signal);

    process.kill(parent, 'SIGSTOP');
    cancelling.abort();

    expect(await run.end).toEqual({ kind: 'cancelled' });
    await expectGone(parent, run.pid);
  });

  test('is killed when it tells nothing of a run that has had its time', async () => {
    const parent = await startLaunched();
    const command = await createRun('slow', untilGo);
    const end = launcher.run({ ...command, deadlineMs: 700 }, signal);
    const helm = await vi.waitFor(() => readNumber(join(folder, 'slow')), 5_000);

    process.kill(parent, 'SIGSTOP');

    expect(await end).toEqual({ kind: 'lost' });
    await expectGone(parent, helm);
  });

  async function expectGone(...pids: readonly number[]): Promise<void> {
    for (const pid of pids) await vi.waitFor(async () => expect(await isRunning(pid)).toBe(false), 5_000);
    expect((await start('later')).parent).toBe(process.pid);
  }
});

test('a launcher knows nothing of what berth is told', async () => {
  vi.stubEnv('PRIVATE_KEY', 'canary');
  const parent = await startLaunched();
  vi.unstubAllEnvs();

  const names = (await readFile(`/proc/${parent}/environ`, 'utf8')).split('\0').map((line) => line.split('=')[0]);

  expect(names.toSorted()).toEqual(['', 'NODE_CHANNEL_FD', 'NODE_CHANNEL_SERIALIZATION_MODE', 'PATH', 'PWD']);
});

function createRun(name: string, script = ''): Promise<HelmCommand> {
  return writeHelmScript(folder, name, script);
}

interface Started {
  readonly pid: number;
  readonly parent: number;
  readonly folder: string;
  readonly end: Promise<HelmEnd>;
}

async function start(name: string, script = '', cancelling: AbortSignal = signal): Promise<Started> {
  const command = await createRun(name, script);
  const end = launcher.run(command, cancelling);
  ends.push(end);
  return await vi.waitFor(
    async () => ({
      ...{ pid: await readNumber(join(folder, name)), parent: await readParent(name) },
      ...{ folder: command.folder, end },
    }),
    10_000,
  );
}

/** Two that stay at work, and as many more as it takes until the launcher starts one. Resolves to its process. */
async function startLaunched(): Promise<number> {
  await start('first', untilGo);
  await start('second', untilGo);
  return await vi.waitFor(async () => {
    const { parent, end } = await start('probe');
    await end;
    expect(parent).not.toBe(process.pid);
    return parent;
  }, 10_000);
}

function readParent(name: string): Promise<number> {
  return readNumber(join(folder, name), 1);
}
