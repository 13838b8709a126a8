import { createHash } from 'node:crypto';
import { mkdir, mkdtemp, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { EngineError } from '../../engine/engine-error.ts';
import type { SourceReader } from '../../engine/ports/github.ts';
import type { GitHubClients } from '../create-github-clients.ts';
import { toEngineError } from '../errors.ts';
import { createSharedWork } from './create-shared-work.ts';
import { downloadArchive } from './download-archive.ts';
import { readSourceFile } from './read-source-file.ts';
import { unpackArchive, type UnpackLimits } from './unpack-archive.ts';
import { UnpackError } from './unpack-error.ts';

export interface SourceReaderOptions {
  readonly clients: GitHubClients;
  /** Ours alone: what an earlier run left there is removed. */
  readonly folder: string;
  readonly mostSources?: number;
  /** One that was asked for within this time is in use, and stays. */
  readonly keepMs?: number;
  readonly limits?: UnpackLimits;
}

interface Source {
  readonly repository: string;
  readonly sha: string;
}

/** Creates the reader of repositories. What it unpacked it keeps, and beyond so many removes what was asked for longest ago. */
export async function createSourceReader(options: SourceReaderOptions): Promise<SourceReader> {
  const { folder, mostSources = 40, keepMs = 30 * 60_000 } = options;
  const share = createSharedWork<string>();
  /** When each was asked for, the one asked for last at the end. */
  const askedAtMs = new Map<string, number>();
  await rm(folder, { recursive: true, force: true });
  await mkdir(folder, { recursive: true, mode: 0o700 });

  async function ensureSource(source: Source, signal: AbortSignal): Promise<string> {
    const path = join(folder, nameFolder(source));
    if (!touch(path)) {
      await share(path, signal, (shared) => unpackSource(options, source, { path, signal: shared }));
      askedAtMs.set(path, Date.now());
      await removeOldest();
    }
    return path;
  }

  function touch(path: string): boolean {
    if (!askedAtMs.delete(path)) return false;
    askedAtMs.set(path, Date.now());
    return true;
  }

  async function removeOldest(): Promise<void> {
    const surplus = [...askedAtMs].slice(0, Math.max(0, askedAtMs.size - mostSources));
    const unused = surplus.filter(([, atMs]) => atMs + keepMs <= Date.now()).map(([path]) => path);
    for (const path of unused) askedAtMs.delete(path);
    await Promise.all(unused.map(removeFolder));
  }

  return {
    ensureSource: async (source, signal) => {
      try {
        return await ensureSource(source, signal);
      } catch (error) {
        throw toSourceError(source, error, signal);
      }
    },
    readSourceFile,
  };
}

/** A repository may change its name, and another take it: what is unpacked is one of a name and a commit. */
function nameFolder({ repository, sha }: Source): string {
  const digest = createHash('sha256').update(`${repository.toLowerCase()}@${sha}`).digest('hex');
  return digest.slice(0, 32);
}

/** Unpacks beside the place and moves it there when it is whole: a folder under its own name is complete. */
async function unpackSource(
  { clients, folder, limits }: SourceReaderOptions,
  { repository, sha }: Source,
  { path, signal }: { readonly path: string; readonly signal: AbortSignal },
): Promise<string> {
  const begun = await mkdtemp(join(folder, 'begun-'));
  try {
    const archive = await clients.inRepository(repository, (client) => downloadArchive(client, sha, signal));
    await unpackArchive(archive, { folder: begun, sha, signal, ...(limits && { limits }) });
    signal.throwIfAborted();
    await rm(path, { recursive: true, force: true }); // of one that was given up a moment too late
    await rename(begun, path);
    return path;
  } catch (error) {
    await rm(begun, { recursive: true, force: true });
    throw error;
  }
}

/** Out of the way first: it may be wanted again while it is being removed. */
async function removeFolder(path: string): Promise<void> {
  const gone = `${path}.gone`;
  await rename(path, gone);
  await rm(gone, { recursive: true, force: true });
}

function toSourceError({ repository, sha }: Source, error: unknown, signal: AbortSignal): EngineError {
  const action = `unpacking ${repository}@${sha}`;
  if (signal.aborted) return new EngineError(action, { reason: 'Superseded', fields: { commit: sha }, cause: error });
  if (!(error instanceof UnpackError)) return toEngineError(action, error);
  return new EngineError(action, { reason: 'SourceRefused', fields: { what: error.message }, cause: error });
}
