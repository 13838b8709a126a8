import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { onTestFinished } from 'vitest';

/** Writes a chart of the given templates and other files, for one test. Resolves to its folder. */
export async function createChart(files: Readonly<Record<string, string>>, name = 'probe'): Promise<string> {
  const top = await createTemporaryFolder();
  const all = { 'Chart.yaml': `apiVersion: v2\nname: ${name}\nversion: 0.1.0\n`, ...files };
  for (const [path, text] of Object.entries(all)) {
    const file = join(top, name, path);
    await mkdir(dirname(file), { recursive: true });
    await writeFile(file, text);
  }
  return join(top, name);
}

/** Makes a folder that is gone after the test. */
export async function createTemporaryFolder(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'berth-test-'));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  return folder;
}
