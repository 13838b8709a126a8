import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';

const dockerfile = new URL('../../Dockerfile', import.meta.url);

/** Reads the variables by which berth's image tells Node and the system what to keep: a berth outside of it is to weigh the same. */
export async function readImageMemory(): Promise<Readonly<Record<string, string>>> {
  const text = await readFile(fileURLToPath(dockerfile), 'utf8');
  const variables = [...text.matchAll(/^ENV (MALLOC_[A-Z_]+|NODE_OPTIONS)="?([^"\n]+)"?$/gm)];
  return Object.fromEntries(variables.map(([, name = '', value = '']) => [name, value]));
}
