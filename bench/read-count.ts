import { InvalidArgumentError } from 'commander';

/** Reads how often something is to be done from the command line. */
export function readCount(text: string): number {
  const count = Number(text);
  if (!Number.isInteger(count) || count < 1 || count > 1_000) {
    throw new InvalidArgumentError('Give a number from 1 to 1000.');
  }
  return count;
}
