import { chmod, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { execa } from 'execa';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { createLauncher, type Launcher } from '../../../src/helm/launcher/create-launcher.ts';
import type { HelmCommand, HelmEnd } from '../../../src/helm/run-helm.ts';
import { createTemporaryFolder } from '../../helpers/chart-folder.ts';
import { isRunning } from '../../helpers/is-running.ts';
import { repositoryRoot } from '../../house/list-source-files.ts';

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

describe('what the launcher tells', () => {
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
    expect(late).toMatchObject({ kind: 'failed', exit: 1 });
    await expect(readParent('late')).rejects.toThrow('ENOENT');
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

test('a launcher knows nothing of what berth is told', async () => {
  vi.stubEnv('PRIVATE_KEY', 'canary');
  const parent = await startLaunched();
  vi.unstubAllEnvs();

  const names = (await readFile(`/proc/${parent}/environ`, 'utf8')).split('\0').map((line) => line.split('=')[0]);

  expect(names.toSorted()).toEqual(['', 'NODE_CHANNEL_FD', 'NODE_CHANNEL_SERIALIZATION_MODE', 'PATH', 'PWD']);
});

describe('what the launcher has at work', () => {
  test.each(['SIGKILL', 'SIGSTOP'] as const)('ends with berth after %s', async (name) => {
    const berth = await startBerth();

    berth.process.kill(name);

    await vi.waitFor(async () => expect(await isRunning(berth.helm)).toBe(false), 10_000);
    await vi.waitFor(async () => expect(await isRunning(berth.launcher)).toBe(false), 10_000);
    berth.process.kill('SIGKILL');
    await berth.process;
  });
});

const untilGo = 'until [ -e ../go ]; do sleep 0.02; done';

/** A Helm of its own folder that notes who it is and who started it. */
async function createRun(name: string, script = ''): Promise<HelmCommand> {
  const helmPath = join(folder, `helm-${name}`);
  const own = await mkdtemp(join(folder, `${name}-`));
  await rm(join(folder, name), { force: true });
  await writeFile(
    helmPath,
    `#!/bin/sh\necho $$ $PPID > '${folder}/${name}.new'; mv '${folder}/${name}.new' '${folder}/${name}'\n${script}\n`,
  );
  await chmod(helmPath, 0o755);
  return { helmPath, args: [], folder: own, deadlineMs: 60_000, endMs: undefined };
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

async function readParent(name: string): Promise<number> {
  return Number((await readFile(join(folder, name), 'utf8')).split(' ')[1]);
}

async function readNumber(file: string): Promise<number> {
  const number = Number.parseInt(await readFile(file, 'utf8'), 10);
  expect(number).toBeGreaterThan(0);
  return number;
}

/** A process in berth's place that has a Helm at work by way of the launcher, and is watched. */
async function startBerth() {
  const program = join(folder, 'berth.mjs');
  const from = (path: string) => JSON.stringify(join(repositoryRoot, path));
  const commands = await Promise.all(['x', 'y', 'z'].map((name) => createRun(name, untilGo)));
  const text = `
    import { uptime } from 'node:os';
    import { setTimeout as sleep } from 'node:timers/promises';
    import { createWatchman } from ${from('src/helm/create-watchman.ts')};
    import { createLauncher } from ${from('src/helm/launcher/create-launcher.ts')};
    const [x, y, z] = ${JSON.stringify(commands)};
    const log = { warn: () => undefined };
    const watchman = createWatchman(log);
    const extend = () => watchman.extend(uptime() * 1000 + 2000);
    extend();
    setInterval(extend, 500);
    const launcher = createLauncher({ log });
    const { signal } = new AbortController();
    void launcher.run(x, signal);
    void launcher.run(y, signal);
    await sleep(1500);
    void launcher.run(z, signal);
  `;
  await writeFile(program, text);
  const child = execa(process.execPath, [program], { cwd: folder, reject: false });
  const [helm, parent] = await vi.waitFor(
    async () => [await readNumber(join(folder, 'z')), await readParent('z')] as const,
    10_000,
  );
  expect(parent).not.toBe(child.pid);
  return { process: child, helm, launcher: parent };
}
