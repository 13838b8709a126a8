import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { execa } from 'execa';
import { beforeEach, describe, expect, test, vi } from 'vitest';
import { createTemporaryFolder } from '../../helpers/chart-folder.ts';
import { isRunning } from '../../helpers/is-running.ts';
import { repositoryRoot } from '../../house/list-source-files.ts';
import { readNumber, untilGo, writeHelmScript } from './write-helm-script.ts';

let folder: string;
beforeEach(async () => {
  folder = await createTemporaryFolder();
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

/** A process in berth's place that has a Helm at work by way of the launcher, and is watched. */
async function startBerth() {
  const program = join(folder, 'berth.mjs');
  const from = (path: string) => JSON.stringify(join(repositoryRoot, path));
  const commands = await Promise.all(['x', 'y', 'z'].map((name) => writeHelmScript(folder, name, untilGo)));
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
    async () => [await readNumber(join(folder, 'z')), await readNumber(join(folder, 'z'), 1)] as const,
    10_000,
  );
  expect(parent).not.toBe(child.pid);
  return { process: child, helm, launcher: parent };
}
