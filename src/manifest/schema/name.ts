import { z } from 'zod';

/** Words that begin a reference of their own: a service of that name could not be referred to. */
export const reservedNames = ['pr', 'repo', 'env', 'service', 'own'] as const;

/**
 * The name of a service, a release or an implementation. Capitals are accepted because manifests in the field have them
 * (`exampleService`); names derived from it are written in lower case.
 */
export const Name = z
  .string()
  .max(63, { error: 'Use at most 63 characters.' })
  .regex(/^[A-Za-z][A-Za-z0-9]*(-[A-Za-z0-9]+)*$/, {
    error: 'Use letters, digits and single hyphens, and begin with a letter, for example "order-api".',
  })
  .refine((name) => !(reservedNames as readonly string[]).includes(name), {
    error: `Choose another name: ${reservedNames.map((name) => `"${name}"`).join(', ')} have a meaning of their own in references.`,
  })
  .describe('Letters, digits and hyphens, beginning with a letter.');

/** A repository on GitHub, as `owner/name`. */
export const RepositoryName = z
  .string()
  .regex(/^[A-Za-z0-9](?:[A-Za-z0-9-]{0,38})\/[A-Za-z0-9._-]{1,100}$/, {
    error: 'Write the repository as owner/name, for example acme/billing.',
  })
  .describe('A repository on GitHub, as owner/name.');
