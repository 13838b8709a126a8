import { gunzipSync, gzipSync } from 'node:zlib';
import { z } from 'zod';

/** A Secret takes 1 MiB; what it unpacks to is Helm's own, but may come from anybody who may write Secrets there. */
const mostBytes = 64 * 1024 * 1024;

const Release = z.looseObject({ info: z.looseObject({ status: z.string() }) });

/**
 * Gives Helm's record of a revision the state `failed`; it is taken and handed back as a Secret holds it. `undefined` where the
 * revision is not pending: what is done or being uninstalled is not touched.
 */
export function markFailed(data: string): string | undefined {
  const release = Release.parse(JSON.parse(unpack(data)));
  if (!release.info.status.startsWith('pending-')) return undefined;
  const info = { ...release.info, status: 'failed', description: 'Helm was ended before it was done' };
  return pack(JSON.stringify({ ...release, info }));
}

/** Helm packs JSON with gzip and writes that as base64; the Secret writes it as base64 once more. */
function unpack(data: string): string {
  const packed = Buffer.from(Buffer.from(data, 'base64').toString('latin1'), 'base64');
  return gunzipSync(packed, { maxOutputLength: mostBytes }).toString('utf8');
}

function pack(text: string): string {
  return Buffer.from(gzipSync(text).toString('base64'), 'latin1').toString('base64');
}
