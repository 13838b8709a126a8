import { lstat, mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { createGzip } from 'node:zlib';
import { describe, expect, it, onTestFinished } from 'vitest';
import { unpackArchive, unpackLimits, type UnpackLimits } from '../../../src/github/sources/unpack-archive.ts';
import { buildArchive, buildEntry, type ArchiveEntry } from '../../helpers/build-archive.ts';

const sha = 'a'.repeat(40);
const { signal } = new AbortController();
const mebibyte = 1024 * 1024;

/** A folder to unpack into, beside one that is not to change. */
async function makeFolders(): Promise<{ folder: string; outside: string; readOutside: () => Promise<string[]> }> {
  const parent = await mkdtemp(join(tmpdir(), 'berth-unpack-'));
  onTestFinished(() => rm(parent, { recursive: true }));
  const [folder, outside] = [join(parent, 'folder'), join(parent, 'outside')];
  await mkdir(folder);
  await mkdir(outside);
  await writeFile(join(outside, 'secret'), 'canary');
  const readOutside = async () => [
    ...(await readdir(parent)),
    ...(await readdir(outside)),
    await readFile(join(outside, 'secret'), 'utf8'),
  ];
  return { folder, outside, readOutside };
}

async function unpack(folder: string, archive: Buffer, limits?: UnpackLimits): Promise<void> {
  await unpackArchive(Readable.from([archive]), { folder, sha, signal, ...(limits && { limits }) });
}

async function list(folder: string): Promise<string[]> {
  return (await readdir(folder, { recursive: true })).toSorted();
}

const top: ArchiveEntry = { name: 'acme-shop-aaaaaaa/', kind: '5' };
const file = (name: string, content = 'x'): ArchiveEntry => ({ name: `acme-shop-aaaaaaa/${name}`, content });
const folderAt = (name: string): ArchiveEntry => ({ name: `acme-shop-aaaaaaa/${name}/`, kind: '5' });
const link = (name: string, target: string, kind = '2'): ArchiveEntry => ({
  name: `acme-shop-aaaaaaa/${name}`,
  kind,
  target,
});
const named = (path: string): ArchiveEntry => ({ ...file('x'), extended: { path } });

describe('an archive of a repository', () => {
  it('is unpacked without the folder around it', async () => {
    const { folder } = await makeFolders();
    const long = `${'deep/'.repeat(30)}file`;

    await unpack(
      folder,
      buildArchive(sha, [
        top,
        folderAt('src'),
        file('src/a.txt', 'A'),
        named(`acme-shop-aaaaaaa/${long}`),
        file('ü ñ.txt'),
      ]),
    );

    expect(await readFile(join(folder, 'src/a.txt'), 'utf8')).toBe('A');
    expect(await readFile(join(folder, long), 'utf8')).toBe('x');
    expect(await list(folder)).toContain('ü ñ.txt');
  });

  it('leaves a link to itself for every link and for a file that is too large', async () => {
    const { folder, outside, readOutside } = await makeFolders();
    const before = await readOutside();
    const links = [
      link('absolute', join(outside, 'secret')),
      link('relative', '../outside/secret'),
      link('within', 'kept.txt'),
      link('folder', '..'),
      link('environ', '/proc/self/environ'),
      { ...link('long', ''), extended: { linkpath: join(outside, 'secret') } },
    ];

    await unpack(
      folder,
      buildArchive(sha, [top, ...links, file('large', 'x'.repeat(5 * mebibyte + 1)), file('kept.txt')]),
    );

    for (const name of ['absolute', 'relative', 'within', 'folder', 'environ', 'long', 'large']) {
      expect((await lstat(join(folder, name))).isSymbolicLink()).toBe(true);
      await expect(readFile(join(folder, name))).rejects.toMatchObject({ code: 'ELOOP' });
    }
    expect(await readFile(join(folder, 'kept.txt'), 'utf8')).toBe('x');
    expect(await readOutside()).toEqual(before);
  });
});

const small: UnpackLimits = {
  ...unpackLimits,
  archiveBytes: 64 * 1024,
  totalBytes: 4_000,
  fileBytes: 3_000,
  entries: 10,
};

/** What no repository holds. Nothing of it may be put anywhere but into the folder. */
const hostile: readonly (readonly [string, readonly ArchiveEntry[], RegExp])[] = [
  ['a path that leads out', [top, file('../../outside/secret')], /the path/],
  ['a path that leads out and back', [top, file('a/../../acme-shop-aaaaaaa/x')], /the path/],
  ['an absolute path', [top, { name: '/etc/x' }], /the path/],
  ['an absolute path in a record', [top, named('/tmp/outside/secret')], /the path/],
  ['a path in a record that leads out', [top, named('acme-shop-aaaaaaa/../../outside/secret')], /the path/],
  ['a path of another disk', [top, file('c:\\windows\\x')], /the path/],
  ['a path with backslashes that leads out', [top, file('..\\..\\outside\\secret')], /the path/],
  ['a path with a dot', [top, file('./x')], /the path/],
  ['a path with an empty part', [top, file('a//x')], /the path/],
  ['a path with NUL', [top, named('acme-shop-aaaaaaa/a\u0000b')], /the path/],
  ['a path with a line break', [top, named('acme-shop-aaaaaaa/a\nb')], /the path/],
  ['a path that is long', [top, named(`acme-shop-aaaaaaa/${'x'.repeat(241)}`)], /240 bytes/],
  ['folders deep in each other', [top, named(`acme-shop-aaaaaaa/${'a/'.repeat(50)}x`)], /50 folders/],
  ['a second folder beside the first', [top, { name: 'other/x' }], /beside each other/],
  ['a file in place of the folder', [{ name: 'acme-shop-aaaaaaa' }], /the path/],
  ['a link in place of the folder', [{ name: 'acme-shop-aaaaaaa', kind: '2', target: '..' }], /the path/],
  ['a path twice', [top, file('x'), file('x', 'other')], /the paths/],
  ['paths that differ in capitals', [top, file('Secret'), file('secret')], /the paths/],
  ['folders that differ in capitals', [top, file('A/x'), file('a/y')], /the paths/],
  ['paths that differ in how they are encoded', [top, file('caf\u00e9'), file('cafe\u0301')], /the paths/],
  ['a file through a link', [top, link('out', '../outside'), file('out/secret')], /the paths/],
  ['a file through a link to a link', [top, link('a', '..'), link('b', 'a/outside'), file('b/secret')], /the paths/],
  ['a file over a link', [top, link('x', '../outside/secret'), file('x', 'evil')], /the paths/],
  ['a file in a file', [top, file('x'), file('x/y')], /the paths/],
  ['a hard link', [top, link('x', '/etc/passwd', '1')], /kind "link"/],
  ['a device', [top, link('x', '', '3')], /kind "character-device"/],
  ['a pipe', [top, link('x', '', '6')], /kind "fifo"/],
  ['a kind that nobody knows', [top, link('x', '', 'Z')], /kind "null"/],
  ['many files', [top, ...Array.from({ length: 11 }, (_, at) => file(`f${at}`))], /10 files/],
  ['much', [top, file('a', 'x'.repeat(2_500)), file('b', 'x'.repeat(2_500))], /4000 bytes/],
  [
    'much that is not kept',
    [top, ...Array.from({ length: 9 }, (_, at) => file(`f${at}`, 'x'.repeat(9_000)))],
    /65536 bytes/,
  ],
];

describe('an archive that no repository holds', () => {
  it.each(hostile)('is refused: %s', async (_, entries, message) => {
    const { folder, readOutside } = await makeFolders();
    const before = await readOutside();

    await expect(unpack(folder, buildArchive(sha, entries), small)).rejects.toMatchObject({
      name: 'UnpackError',
      message: expect.stringMatching(message) as unknown,
    });

    expect(await readOutside()).toEqual(before);
  });

  const whole = buildArchive(sha, [top, file('x', 'y'.repeat(5_000))]);

  it.each<readonly [string, Buffer]>([
    ['of another commit', buildArchive('b'.repeat(40), [top, file('x')])],
    ['that does not say of which', buildArchive(undefined, [top, file('x')])],
    ['that is cut off', whole.subarray(0, whole.length - 20)],
    ['that is empty', Buffer.alloc(0)],
    ['that is not packed', Buffer.from('<html>Not Found</html>')],
    ['whose file is longer than it', buildArchive(sha, [top, { ...file('x'), size: 1_000_000 }])],
    ['whose file has less than no bytes', buildArchive(sha, [top, { ...file('x'), extended: { size: '-1' } }])],
    ['whose header is wrong', buildArchive(sha, [top]).subarray(0, 60)],
  ])('is not taken for one: %s', async (_, archive) => {
    const { folder } = await makeFolders();

    await expect(unpack(folder, archive)).rejects.toMatchObject({ name: 'BrokenArchiveError' });
  });

  it('ends when nobody wants it any more', async () => {
    const { folder } = await makeFolders();
    const controller = new AbortController();
    const stalled = new Readable({ read: () => undefined });
    const unpacking = unpackArchive(stalled, { folder, sha, signal: controller.signal });

    controller.abort();

    await expect(unpacking).rejects.toMatchObject({ name: 'AbortError' });
    expect(stalled.destroyed).toBe(true);
  });
});

describe('the memory that unpacking takes', () => {
  /** 900 MiB that pack to a few, most of it in files that are too large to be kept. */
  function* makeLarge(look: () => void): Generator<Buffer> {
    yield buildEntry({ name: 'pax', kind: 'g', content: `52 comment=${sha}\n` });
    yield buildEntry(top);
    const zeros = Buffer.alloc(mebibyte);
    for (let at = 0; at < 9; at += 1) {
      yield buildEntry({ ...file(`large${at}`, ''), size: 100 * mebibyte });
      for (let part = 0; part < 100; part += 1) {
        look();
        yield zeros;
      }
    }
    yield Buffer.alloc(1024);
  }

  it('does not grow with the archive', async () => {
    const { folder } = await makeFolders();
    const startBytes = process.memoryUsage.rss();
    let peakBytes = 0;
    const look = () => {
      peakBytes = Math.max(peakBytes, process.memoryUsage.rss());
    };
    const packed = Readable.from(makeLarge(look)).pipe(createGzip({ level: 1 }));

    await unpackArchive(packed, { folder, sha, signal });

    expect(await list(folder)).toHaveLength(9);
    expect(peakBytes - startBytes).toBeLessThan(128 * mebibyte);
  });
});
