import { createHash } from 'node:crypto';
import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { runTool } from './run-tool.ts';
import type { WorkFolder } from './work-folder.ts';

const hooksFolder = fileURLToPath(new URL('debian-root', import.meta.url));

/** Every file gets this date at most, so that the same packages give the same bytes. */
export const reproducibleEpochSeconds = 1_735_689_600; // 2025-01-01

const mmdebstrapOptions = [
  '--quiet',
  '--mode=root',
  // Packages are unpacked and their installation scripts are not run: small, quick, and the same every time.
  '--variant=extract',
  '--skip=cleanup/apt,output/dev,output/mknod,check/qemu',
  '--format=tar',
];

interface DebianRoot {
  readonly imageName: string;
  readonly packages: readonly string[];
  readonly release: string;
  readonly work: WorkFolder;
  /** The tar file to write. */
  readonly output: string;
}

/** Unpacks Debian packages and what they depend on into a tar file, from the mirrors that this machine uses itself. */
export async function buildDebianRoot({ imageName, packages, release, work, output }: DebianRoot): Promise<void> {
  await runTool({
    doing: `unpacking Debian packages for image "${imageName}"`,
    command: 'mmdebstrap',
    args: [
      ...mmdebstrapOptions,
      `--setup-hook=${join(hooksFolder, 'before-unpacking.sh')}`,
      `--extract-hook=${join(hooksFolder, 'after-unpacking.sh')}`,
      `--aptopt=${await writeAptOptions(work)}`,
      `--include=${packages.join(',')}`,
      release,
      output,
      ...(await listAptSources()),
    ],
    env: { SOURCE_DATE_EPOCH: String(reproducibleEpochSeconds) },
    work,
  });
}

/** Determined by all that determines the tar file, except for the package versions that the mirror offers. */
export async function determineDebianRootKey(packages: readonly string[], release: string): Promise<string> {
  const hash = createHash('sha256');
  const hooks = await Promise.all(
    (await readdir(hooksFolder)).sort().map((name) => readFile(join(hooksFolder, name), 'utf8')),
  );
  hash.update(JSON.stringify([process.arch, release, reproducibleEpochSeconds, mmdebstrapOptions, packages, hooks]));
  return hash.digest('hex');
}

/** Proxies and date checks of this machine's apt; mmdebstrap does not read them itself. */
async function writeAptOptions(work: WorkFolder): Promise<string> {
  const args = ['dump', 'Acquire::http', 'Acquire::https', 'Acquire::Check-Valid-Until', 'Acquire::Check-Date'];
  const options = await runTool({ doing: 'reading the apt configuration', command: 'apt-config', args, work });
  const file = join(work.path, 'apt-options');
  await writeFile(file, `${options}\n`);
  return file;
}

async function listAptSources(): Promise<string[]> {
  const folder = '/etc/apt/sources.list.d';
  const names = await readdir(folder).catch(() => []);
  const files = names.filter((name) => /\.(list|sources)$/.test(name)).map((name) => join(folder, name));
  const contents = await Promise.all(
    ['/etc/apt/sources.list', ...files.sort()].map(async (file) => ({
      file,
      text: await readFile(file, 'utf8').catch(() => ''),
    })),
  );
  return contents.filter(({ text }) => /^\s*[^#\s]/m.test(text)).map(({ file }) => file);
}
