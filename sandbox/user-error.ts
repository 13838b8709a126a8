/**
 * A mistake or a lack that the person at the keyboard can mend: the message is one clear sentence that says what is
 * wrong and what to do. Commands print it without a stack and leave with `exitCode`.
 */
export class UserError extends Error {
  override readonly name = 'UserError';
  readonly exitCode = 1;
}
