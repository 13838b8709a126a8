import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';

interface BinaryRecord {
  readonly size: number;
  readonly modifiedAtMs: number;
  readonly sha256: string;
}

/** Lists the binaries of a folder that are missing, or are not what was recorded when they were built. */
export async function listDamagedBinaries(folder: string, binaries: readonly string[]): Promise<readonly string[]> {
  const intact = await Promise.all(binaries.map((binary) => isIntact(join(folder, binary))));
  return binaries.filter((_, index) => intact[index] !== true);
}

/** Reads what identifies a binary. The time stands for the digest as long as it is unchanged: hashing all costs a second. */
export async function readBinaryRecord(file: string): Promise<BinaryRecord> {
  const { size, mtimeMs } = await stat(file);
  const hash = createHash('sha256');
  for await (const chunk of createReadStream(file, { highWaterMark: 1 << 20 })) hash.update(chunk as Buffer);
  return { size, modifiedAtMs: mtimeMs, sha256: hash.digest('hex') };
}

async function isIntact(file: string): Promise<boolean> {
  try {
    const recorded = JSON.parse(await readFile(`${file}.json`, 'utf8')) as BinaryRecord;
    const { size, mtimeMs } = await stat(file);
    if (size !== recorded.size) return false;
    return mtimeMs === recorded.modifiedAtMs || (await readBinaryRecord(file)).sha256 === recorded.sha256;
  } catch {
    return false; // no record, a record cut short, no binary: each is built anew
  }
}
