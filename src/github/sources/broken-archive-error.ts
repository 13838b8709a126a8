import { BerthError } from '../../berth-error.ts';

/** What came is not the whole archive of the commit. */
export class BrokenArchiveError extends BerthError {
  override readonly name = 'BrokenArchiveError';
}
