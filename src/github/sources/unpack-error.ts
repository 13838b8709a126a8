import { BerthError } from '../../berth-error.ts';

/** An archive holds what is not unpacked; the message says what, as part of a sentence. */
export class UnpackError extends BerthError {
  override readonly name = 'UnpackError';
}
