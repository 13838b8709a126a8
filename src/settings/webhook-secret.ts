import { text } from './text.ts';

/** Probot and many guides fall back to such words, alone or strung together: anyone can sign with them. */
const wellKnown =
  /^(?:(?:development|production|secret|webhook|change|me|password|test|example|github|berth)[\W_\d]*)+$/i;

/** The one thing that tells GitHub from everybody else: berth starts only with one that can not be guessed. */
export const WebhookSecret = text()
  .refine((secret) => !wellKnown.test(secret), { error: 'is a word that anyone can guess', abort: true })
  .refine(isRandom, 'is too easy to guess: it must be at least 32 random characters, without spaces');

function isRandom(secret: string): boolean {
  return secret.length >= 32 && new Set(secret).size >= 10 && !/\s/.test(secret);
}
