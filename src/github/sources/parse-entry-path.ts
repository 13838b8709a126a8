import { UnpackError } from './unpack-error.ts';

export interface PathLimits {
  readonly pathBytes: number;
  readonly depth: number;
}

/**
 * Parses the name of an entry into the folder that the whole archive lies in and the parts below it. Throws an UnpackError
 * for a name that could mean a place outside, here or on any other disk.
 */
export function parseEntryPath(
  name: string,
  limits: PathLimits,
): { readonly top: string; readonly parts: readonly string[] } {
  const shown = JSON.stringify(name.slice(0, longestShown));
  if (/[\u0000-\u001f\u007f\\]/.test(name)) throw new UnpackError(`the path ${shown}`);
  const [top = '', ...parts] = name.replace(/\/$/, '').split('/');
  if ([top, ...parts].some((part) => part === '' || part === '.' || part === '..')) {
    throw new UnpackError(`the path ${shown}`);
  }
  if (Buffer.byteLength(parts.join('/')) > limits.pathBytes) {
    throw new UnpackError(`a path of more than ${limits.pathBytes} bytes`);
  }
  if (parts.length > limits.depth) throw new UnpackError(`more than ${limits.depth} folders in each other`);
  return { top, parts };
}

const longestShown = 80;
