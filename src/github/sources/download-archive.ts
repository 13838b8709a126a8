import { Readable } from 'node:stream';
import type { ReadableStream } from 'node:stream/web';
import { BerthError } from '../../berth-error.ts';
import type { RepositoryClient } from '../create-github-clients.ts';

/** The time that a whole archive may take. */
const downloadTimeoutMs = 120_000;

/**
 * Asks for the archive of a commit. GitHub answers with an address that holds for some minutes; what is there is fetched
 * without our token.
 */
export async function downloadArchive(
  { octokit, place }: RepositoryClient,
  sha: string,
  signal: AbortSignal,
): Promise<Readable> {
  const response = await octokit.request('GET /repos/{owner}/{repo}/tarball/{ref}', {
    ...place,
    ref: sha,
    request: { signal, parseSuccessResponseBody: false },
  });
  const status: number = response.status;
  const body = response.data as ReadableStream<Uint8Array> | null;
  await body?.cancel();
  const { location } = response.headers;
  if (status !== 302 || location === undefined) throw new BerthError(`asking for an archive: status ${status}`);
  return fetchArchive(checkAddress(location, response.url), signal);
}

/** Never in the clear where the API itself is not. */
function checkAddress(location: string, apiUrl: string): URL {
  const address = new URL(location);
  if (address.protocol !== 'https:' && address.protocol !== new URL(apiUrl).protocol) {
    throw new BerthError(`asking for an archive: it is at "${address.protocol}"`);
  }
  return address;
}

async function fetchArchive(address: URL, signal: AbortSignal): Promise<Readable> {
  const signals = AbortSignal.any([signal, AbortSignal.timeout(downloadTimeoutMs)]);
  const response = await fetch(address, { redirect: 'error', signal: signals });
  if (response.status === 200 && response.body !== null) return Readable.fromWeb(response.body as ReadableStream);
  await response.body?.cancel();
  throw new BerthError(`downloading an archive: status ${response.status}`);
}
