import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { execa } from 'execa';
import { expect, test, vi } from 'vitest';
import { createTemporaryFolder } from '../helpers/chart-folder.ts';
import { isRunning } from '../helpers/is-running.ts';
import { repositoryRoot } from '../house/list-source-files.ts';

/** A process in berth's place with something at work under it, that may go on for so long. */
async function startBerth(ms: number) {
  const folder = await createTemporaryFolder();
  const program = join(folder, 'berth.mjs');
  const from = (path: string) => JSON.stringify(join(repositoryRoot, path));
  const text = `
    import { spawn } from 'node:child_process';
    import { uptime } from 'node:os';
    import { writeFileSync } from 'node:fs';
    import { createWatchman } from ${from('src/helm/create-watchman.ts')};
    const watchman = createWatchman({ warn: () => undefined });
    const helm = spawn('sh', ['-c', 'sleep 60 & echo $! > child.new; mv child.new child; wait'], { detached: true, stdio: 'ignore' });
    const extend = () => watchman.extend(uptime() * 1000 + ${ms});
    extend();
    setInterval(extend, ${ms / 4});
    process.on('SIGTERM', () => void watchman.stop().then(() => process.exit(0)));
    writeFileSync('pid', String(helm.pid));
  `;
  await writeFile(program, text);
  const berth = execa(process.execPath, [program], { cwd: folder, reject: false });
  const readPid = (name: string) =>
    vi.waitFor(async () => {
      const written = await readFile(join(folder, name), 'utf8');
      expect(written).not.toBe('');
      return Number(written);
    }, 10_000);
  return { berth, helm: await readPid('pid'), child: await readPid('child') };
}

test('what berth started is killed, with its group, when berth is frozen for longer than it may go on', async () => {
  const { berth, helm, child } = await startBerth(1_000);

  berth.kill('SIGSTOP');

  await vi.waitFor(async () => expect(await isRunning(helm)).toBe(false), 10_000);
  await vi.waitFor(async () => expect(await isRunning(child)).toBe(false), 1_000);
  berth.kill('SIGCONT');
  berth.kill('SIGTERM');
  expect(await berth).toMatchObject({ exitCode: 0 });
});

test('it goes on for as long as berth says so, and nobody watches when berth has ended', async () => {
  const { berth, helm } = await startBerth(4_000);

  await new Promise((resolve) => setTimeout(resolve, 6_000));

  const isAtWork = await isRunning(helm);
  berth.kill('SIGTERM');
  const end = await berth;
  process.kill(-helm, 'SIGKILL');
  expect(isAtWork).toBe(true);
  expect(end).toMatchObject({ exitCode: 0 });
});
