import { createHash, type Hash } from 'node:crypto';
import { lstat, readdir, readFile } from 'node:fs/promises';
import { join, relative } from 'node:path';
import { isRepositoryPath } from '../../manifest/schema/repository-path.ts';
import { findChartName } from './find-chart-name.ts';

/** What a folder turned out to be. */
export type ChartFolder =
  | { readonly kind: 'chart'; readonly digest: string; readonly name: string | undefined }
  | { readonly kind: 'missing'; readonly detail: string }
  | { readonly kind: 'refused'; readonly detail: string };

/**
 * Reads the chart in a folder below `top`: a digest of all its files, their names among them. Helm follows every link, to
 * files of berth itself as well, so a folder that holds one is refused, and so is one that lies behind one.
 */
export async function readChartFolder(top: string, path: string): Promise<ChartFolder> {
  const missing = (detail: string) => ({ kind: 'missing', detail }) as const;
  if (!isRepositoryPath(path)) return missing(`the path "${path}" leads out of the repository`);
  const link = await findLinkOnTheWay(top, path);
  if (link !== undefined) return toRefused(top, link);
  const folder = join(top, path);
  const hash = createHash('sha256');
  const odd = await addFolder(hash, folder, { folder, left: mostFiles }).catch((error: unknown) => {
    if (isMissing(error)) return 'missing';
    throw error;
  });
  if (odd === 'missing') return missing(`there is no folder "${path}" at this commit`);
  if (odd !== undefined) return toRefused(top, odd);
  const chartFile = await readFile(join(folder, 'Chart.yaml'), 'utf8').catch(() => undefined);
  if (chartFile === undefined) return missing(`the folder "${path}" holds no file Chart.yaml`);
  return { kind: 'chart', digest: `sha256:${hash.digest('hex')}`, name: findChartName(chartFile) };
}

/** Far more than any chart has, and read in a second. */
const mostFiles = 20_000;

interface Walk {
  readonly folder: string;
  left: number;
}

/** Adds all files to the hash, in an order that is the same everywhere. Resolves to the first that may not be in a chart. */
async function addFolder(hash: Hash, folder: string, walk: Walk): Promise<string | undefined> {
  const entries = await readdir(folder, { withFileTypes: true });
  for (const entry of entries.toSorted((a, b) => (a.name < b.name ? -1 : 1))) {
    const path = join(folder, entry.name);
    walk.left -= 1;
    if (walk.left < 0 || !(entry.isDirectory() || entry.isFile())) return path;
    if (entry.isFile()) addFile(hash, relative(walk.folder, path), await readFile(path));
    const odd = entry.isDirectory() ? await addFolder(hash, path, walk) : undefined;
    if (odd !== undefined) return odd;
  }
  return undefined;
}

function addFile(hash: Hash, name: string, content: Buffer): void {
  // With both lengths, so that no two folders make the same sequence of bytes.
  hash.update(`${Buffer.byteLength(name)} ${content.length} ${name}`).update(content);
}

async function findLinkOnTheWay(top: string, path: string): Promise<string | undefined> {
  let current = top;
  for (const segment of path.replace(/^\.\//, '').split('/')) {
    current = join(current, segment);
    const entry = await lstat(current).catch(() => undefined);
    if (entry?.isSymbolicLink() === true) return current;
  }
  return undefined;
}

function toRefused(top: string, path: string): ChartFolder {
  return {
    kind: 'refused',
    detail: `"${relative(top, path)}" is a link or another special file, or there are too many files`,
  };
}

function isMissing(error: unknown): boolean {
  return error instanceof Error && 'code' in error && (error.code === 'ENOENT' || error.code === 'ENOTDIR');
}
