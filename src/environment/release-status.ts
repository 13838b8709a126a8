import { z } from 'zod';

const Time = z.iso.datetime();

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
  log: z.array(z.string()).default([]).describe('The last lines of what failed, redacted.'),
  attempts: z.int().default(0).describe('How often Helm ended with an error since the inputs changed.'),
  nextAttemptAt: Time.optional(),
  runnableAt: Time.optional().describe('Since when nothing but berth held it up. All four times are of these inputs.'),
  startedAt: Time.optional().describe('When Helm had room for it and was started last.'),
  appliedAt: Time.optional().describe('When Helm ended well.'),
  readyAt: Time.optional().describe('When it was ready for the first time.'),
});
