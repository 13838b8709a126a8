import { z } from 'zod';

const Question = z
  .string()
  .min(1, { error: 'Write a question in CEL.' })
  .max(1_000, { error: 'Use at most 1000 characters.' });

/** What has to hold for the objects of one kind to be ready: for kinds whose state berth does not know how to read. */
export type ReadyRule = Readonly<z.output<typeof ReadyRule>>;
export const ReadyRule = z.strictObject({
  apiVersion: z
    .string()
    .regex(/^[a-z0-9]([a-z0-9.-]*[a-z0-9])?\/v[a-z0-9]+$/, {
      error: 'Write it as the chart does, for example postgresql.cnpg.io/v1.',
    })
    .max(300, { error: 'Use at most 300 characters.' })
    .describe('Group and version of the kind, as its objects name them; the rule counts for every version.'),
  kind: z
    .string()
    .regex(/^[A-Z][A-Za-z0-9]{0,62}$/, { error: 'Write the kind as the chart does, for example Cluster.' })
    .describe('The kind.'),
  current: Question.describe(
    'CEL over `self`, `metadata`, `spec` and `status`: an object is ready once this is true, for example status.phase == "Ready".',
  ),
  failed: Question.optional().describe('CEL: while this is true, the release has failed.'),
  inProgress: Question.optional().describe('CEL: while this is true, nothing else is asked.'),
});
