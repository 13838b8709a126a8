import { z } from 'zod';
import { Name, RepositoryName } from './name.ts';
import { Release, Releases } from './release.ts';

const Elsewhere = z.string().regex(/^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$/, {
  error: 'Write the name of a shared environment, for example staging.',
});
const PullRequestReference = z
  .string()
  .regex(/^[A-Za-z0-9][A-Za-z0-9-]{0,38}\/[A-Za-z0-9._-]{1,100}#[1-9]\d{0,9}$/, {
    error: 'Write the pull request as owner/name#number, for example acme/billing#12.',
  })
  .transform((text) => {
    const [repository = '', number] = text.split('#');
    return { repository, number: Number(number) };
  });

const InEnvironment = z.strictObject({ environment: Elsewhere.describe('A shared environment that already runs.') });
const InPullRequest = z.strictObject({
  pullRequest: PullRequestReference.describe("Another pull request's environment."),
});

/** One way in which a service can be there: releases of its own, a shared environment, another pull request's environment. */
export const Implementation = z.union([z.strictObject({ releases: Releases }), InEnvironment, InPullRequest]);

/** A named part of what there is to deploy. */
export type Service = Readonly<z.output<typeof Service>>;
export const Service = z.strictObject({
  paths: z
    .array(
      z.string().min(1, { error: 'Write a path or a pattern.' }).max(240, { error: 'Use at most 240 characters.' }),
    )
    .max(50, { error: 'Write at most 50 patterns.' })
    .optional()
    .describe(
      'Files that make this service changed: * stands for a part of a name, ** for any folders. Without it: all.',
    ),
  url: z
    .string()
    .max(500, { error: 'Use at most 500 characters.' })
    .optional()
    .describe('The address of the service, for example https://<< service.host >>.'),
  ready: z
    .string()
    .max(500, { error: 'Use at most 500 characters.' })
    .regex(/^\/(?!\/)[\w./~%?&=+-]*$/, { error: 'Write a path with a leading slash, for example /healthz.' })
    .optional()
    .describe('A path that answers through the public address once the service works.'),
  releases: Releases.optional(),
  repository: RepositoryName.optional().describe(
    'Where it is written, as owner/name: for people who read the manifest.',
  ),
  use: z
    .union([Name, z.literal('own')])
    .optional()
    .describe('Which implementation is deployed: "own" for the releases above, or one of "implementations".'),
  implementations: z.record(Name, Implementation).optional().describe('Other ways in which the service can be there.'),
});

const ReleasesOverlay = z.record(Name, Release.partial().nullable());

/** What a profile changes about a service: every key may be left out, and `null` takes a release or an implementation out. */
export const ServiceOverlay = Service.partial().extend({
  releases: ReleasesOverlay.optional(),
  implementations: z
    .record(Name, z.union([z.strictObject({ releases: ReleasesOverlay }), InEnvironment, InPullRequest]).nullable())
    .optional(),
});
