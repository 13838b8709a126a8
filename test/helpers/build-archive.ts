import { gzipSync } from 'node:zlib';

export interface ArchiveEntry {
  readonly name: string;
  /** The letter by which tar tells kinds apart: `0` a file, `5` a folder, `2` a link, `1` a hard link. */
  readonly kind?: string;
  readonly content?: string | Buffer;
  readonly target?: string;
  /** What the header says, where that is not true. */
  readonly size?: number;
  /** Records that go before, by their names: `path`, `linkpath`, `size`. */
  readonly extended?: Readonly<Record<string, string>>;
}

const blockBytes = 512;

/** Builds an archive as GitHub packs one, but of entries that no repository holds. Nothing about a name is checked. */
export function buildArchive(sha: string | undefined, entries: readonly ArchiveEntry[]): Buffer {
  const comment = sha === undefined ? [] : [buildExtended('g', { comment: sha })];
  return gzipSync(Buffer.concat([...comment, ...entries.map(buildEntry), Buffer.alloc(2 * blockBytes)]));
}

/** One entry, not packed. */
export function buildEntry({ extended, ...entry }: ArchiveEntry): Buffer {
  const content = Buffer.from(entry.content ?? '');
  const before = extended ? [buildExtended('x', extended)] : [];
  return Buffer.concat([...before, buildHeader({ size: content.length, ...entry }), pad(content)]);
}

function buildExtended(kind: 'g' | 'x', records: Readonly<Record<string, string>>): Buffer {
  const content = Object.entries(records).map(([name, value]) => buildRecord(name, value));
  return buildEntry({ name: 'pax_header', kind, content: content.join('') });
}

/** A record begins with its own length, the digits of that included. */
function buildRecord(name: string, value: string): string {
  const rest = ` ${name}=${value}\n`;
  const bytes = Buffer.byteLength(rest);
  const digits = [1, 2, 3, 4, 5].find((count) => String(bytes + count).length === count) ?? 0;
  return `${bytes + digits}${rest}`;
}

function buildHeader({ name, kind = '0', target = '', size = 0 }: ArchiveEntry): Buffer {
  const header = Buffer.alloc(blockBytes);
  header.write(name, 0, 100, 'utf8');
  header.write(['0000777', '0000000', '0000000', ''].join('\0'), 100); // mode, user and group
  header.write(`${size.toString(8).padStart(11, '0')}\0`, 124);
  header.write(`${'0'.repeat(11)}\0${' '.repeat(8)}`, 136); // the time, and room for the sum
  header.write(kind, 156);
  header.write(target, 157, 100, 'utf8');
  header.write(['ustar', '00'].join('\0'), 257);
  const sum = header.reduce((total, byte) => total + byte, 0);
  header.write(`${sum.toString(8).padStart(6, '0')}\0 `, 148);
  return header;
}

function pad(content: Buffer): Buffer {
  return Buffer.concat([content, Buffer.alloc((blockBytes - (content.length % blockBytes)) % blockBytes)]);
}
