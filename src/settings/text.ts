import { z } from 'zod';

/** A variable's text, with the wording for one that is not set. */
export function text() {
  return z.string({ error: 'is missing' });
}

export function wholeNumber(least: number, most: number) {
  const wrong =
    most === Number.MAX_SAFE_INTEGER
      ? `must be a whole number from ${least}`
      : `must be a whole number from ${least} to ${most}`;
  return text()
    .regex(/^\d{1,16}$/, wrong)
    .transform(Number)
    .refine((number) => number >= least && number <= most, wrong);
}
