import { parseEntryPath, type PathLimits } from './parse-entry-path.ts';
import { UnpackError } from './unpack-error.ts';

export interface ClaimLimits extends PathLimits {
  readonly entries: number;
}

export interface Claim {
  /** Below the folder that all of the archive lies in; that folder itself is empty. */
  readonly path: string;
  /** To be made before, the outer ones first; `path` among them if it is a folder. */
  readonly newFolders: readonly string[];
}

interface Taken {
  readonly path: string;
  readonly kind: 'folder' | 'file';
}

/**
 * Creates what gives each entry of an archive its path. Throws an UnpackError for a path that is taken, be it only by one
 * that differs in its capitals: what some disks keep apart others do not.
 */
export function createClaims(limits: ClaimLimits): (name: string, kind: Taken['kind']) => Claim {
  const taken = new Map<string, Taken>();
  let top: string | undefined;
  let entries = 0;

  /** Whether it is new. */
  function take(wanted: Taken): boolean {
    const key = wanted.path.normalize('NFC').toLowerCase();
    const before = taken.get(key);
    const isSameFolder = before?.path === wanted.path && before.kind === 'folder' && wanted.kind === 'folder';
    if (before !== undefined && !isSameFolder) throw new UnpackError(`the paths ${quote(before.path, wanted.path)}`);
    taken.set(key, wanted);
    return before === undefined;
  }

  return (name, kind) => {
    entries += 1;
    if (entries > limits.entries) throw new UnpackError(`more than ${limits.entries} files`);
    const { top: outermost, parts } = parseEntryPath(name, limits);
    top ??= outermost;
    if (outermost !== top) throw new UnpackError(`the paths ${quote(top, outermost)} beside each other`);
    if (parts.length === 0 && kind === 'file') throw new UnpackError(`the path ${quote(name)}`);
    const folders = kind === 'folder' ? parts : parts.slice(0, -1);
    const newFolders = folders
      .map((_, depth) => folders.slice(0, depth + 1).join('/'))
      .filter((path) => take({ path, kind: 'folder' }));
    const path = parts.join('/');
    if (kind === 'file') take({ path, kind });
    return { path, newFolders };
  };
}

function quote(...paths: readonly string[]): string {
  return paths.map((path) => JSON.stringify(path)).join(' and ');
}
