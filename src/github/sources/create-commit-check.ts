import { Transform } from 'node:stream';
import { BrokenArchiveError } from './broken-archive-error.ts';

/** Two blocks: the header of a comment for the whole archive and the comment, which is how git tells the commit. */
const headBytes = 1024;
const typeAt = 156;

/** Lets an archive through once its beginning says that it is of the commit, as `git get-tar-commit-id` reads it. */
export function createCommitCheck(sha: string): Transform {
  let head = Buffer.alloc(0);
  let isChecked = false;
  return new Transform({
    transform(chunk: Buffer, _encoding, done) {
      if (isChecked) {
        done(null, chunk);
        return;
      }
      head = Buffer.concat([head, chunk]);
      if (head.length < headBytes) {
        done();
        return;
      }
      isChecked = true;
      if (readCommit(head) === sha) done(null, head);
      else done(new BrokenArchiveError(`unpacking commit "${sha}": the archive is not of it`));
      head = Buffer.alloc(0);
    },
    flush(done) {
      done(isChecked ? null : new BrokenArchiveError(`unpacking commit "${sha}": the archive is cut off`));
    },
  });
}

function readCommit(head: Buffer): string | undefined {
  if (head.toString('latin1', typeAt, typeAt + 1) !== 'g') return undefined;
  return /^\d+ comment=([\da-f]{40})\n/.exec(head.toString('latin1', headBytes / 2, headBytes))?.[1];
}
