import { Transform } from 'node:stream';
import { UnpackError } from './unpack-error.ts';

/** Lets so many bytes through and breaks at the next: a small archive can hold a thousand times its size. */
export function createByteLimit(mostBytes: number): Transform {
  let bytes = 0;
  return new Transform({
    transform(chunk: Buffer, _encoding, done) {
      bytes += chunk.length;
      if (bytes > mostBytes) done(new UnpackError(`more than ${mostBytes} bytes`));
      else done(null, chunk);
    },
  });
}
