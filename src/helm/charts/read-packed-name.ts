import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { createGunzip } from 'node:zlib';
import { extract, type Extract } from 'tar-stream';
import { findChartName } from './find-chart-name.ts';

/** Helm packs the file with the name first; and an archive may unpack to a thousand times its size. */
const mostBytes = 10 * 2 ** 20;

/** Reads the name that a packed chart has for itself; `undefined` where that is not found at its beginning. */
export async function readPackedName(archive: Buffer): Promise<string | undefined> {
  const entries = extract();
  const unpacking = pipeline(Readable.from([archive]), createGunzip(), limit, entries);
  // Once the name is found, the rest is not unpacked: that is an error of the pipeline as well.
  const [found] = await Promise.allSettled([findName(entries), unpacking]);
  return found.status === 'fulfilled' ? found.value : undefined;
}

async function* limit(chunks: AsyncIterable<Buffer>): AsyncIterable<Buffer> {
  let left = mostBytes;
  for await (const chunk of chunks) {
    left -= chunk.length;
    if (left < 0) return;
    yield chunk;
  }
}

async function findName(entries: Extract): Promise<string | undefined> {
  for await (const entry of entries) {
    const { name, type } = entry.header;
    // Not those of the charts that it brings along, which lie deeper.
    if (type === 'file' && /^[^/]+\/Chart\.yaml$/.test(name)) {
      const parts: Buffer[] = [];
      for await (const chunk of entry) parts.push(chunk as Buffer);
      return findChartName(Buffer.concat(parts).toString());
    }
    entry.resume();
  }
  return undefined;
}
