import { z } from 'zod';

const Time = z.iso.datetime();

/** An object of a release that somebody changed or deleted since Helm applied it. */
export type ReleaseDriftStatus = Readonly<z.output<typeof ReleaseDriftStatus>>;
export const ReleaseDriftStatus = z.object({
  object: z.string().describe('The object, as Kind/name.'),
  change: z.enum(['deleted', 'changed']),
  fields: z.array(z.string()).optional().describe('Which of its fields are others; never what they hold.'),
  by: z.array(z.string()).optional().describe('The names under which these were written.'),
  state: z.enum(['left', 'mending', 'mended']).describe('Whether it is left so, or put back.'),
  at: Time.describe('When it was found, or put back.'),
});

/** How one release of an environment is. */
export type ReleaseStatus = Readonly<z.output<typeof ReleaseStatus>>;
export const ReleaseStatus = z.object({
  id: z.string().describe('service/release'),
  service: z.string(),
  name: z.string(),
  helmRelease: z.string(),
  chart: z.string().describe('The chart as the manifest names it.'),
  version: z.string().optional(),
  dependencies: z.array(z.string()).default([]),
  phase: z.enum(['Pending', 'Applying', 'Settling', 'Ready', 'Failed', 'Removing']),
  digest: z.string().optional().describe('Of all inputs of the revision that Helm applied last.'),
  revision: z.int().optional(),
  reason: z.string().optional().describe('Why it is not ready, see the table of reasons.'),
  message: z.string().optional().describe('What it waits for or why it failed, for people.'),
  object: z.string().optional().describe('The object that failed, as Kind/name.'),
  drift: z.array(ReleaseDriftStatus).optional().describe('What is not, or was not, as Helm applied it.'),
  log: z.array(z.string()).default([]).describe('The last lines of what failed, redacted.'),
  attempts: z.int().default(0).describe('How often Helm ended with an error since the inputs changed.'),
  nextAttemptAt: Time.optional(),
  runnableAt: Time.optional().describe('Since when nothing but berth held it up. All four times are of these inputs.'),
  startedAt: Time.optional().describe('When Helm had room for it and was started last.'),
  appliedAt: Time.optional().describe('When Helm ended well.'),
  readyAt: Time.optional().describe('When it was ready for the first time.'),
});
