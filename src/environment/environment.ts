import { z } from 'zod';
import { ReleaseStatus } from './release-status.ts';

const Sha = z.string().regex(/^[0-9a-f]{40,64}$/);
const Time = z.iso.datetime();

/** What is wanted of an environment, and what may run in it. Only what GitHub answered changes it. */
export type EnvironmentSpec = Readonly<z.output<typeof EnvironmentSpec>>;
export const EnvironmentSpec = z.object({
  repository: z
    .string()
    .regex(/^[\w.-]{1,100}\/[\w.-]{1,100}$/)
    .describe('The repository of the pull request, as owner/name.'),
  pullRequest: z.int().min(1).describe('The number of the pull request.'),
  profile: z.string().min(1).max(63).describe('The profile, which is also the label on the pull request.'),
  installation: z.int().min(1).describe('The installation of the GitHub App that reaches the repository.'),
  desired: z.enum(['Deployed', 'Removed']).describe('Removed is final: what comes after it is another environment.'),
  because: z
    .enum(['closed', 'merged', 'unlabelled', 'pullRequestGone', 'expired'])
    .optional()
    .describe('Why the environment is to be removed.'),
  head: z
    .object({
      sha: Sha,
      branch: z.string().max(255),
      base: z.string().max(255),
      author: z.string().max(100),
      origin: z.enum(['sameRepository', 'fork']),
    })
    .describe('The head of the pull request when berth last looked.'),
  approval: z
    .object({ sha: Sha, actorId: z.int(), actor: z.string().max(100), by: z.enum(['label', 'push']) })
    .optional()
    .describe('The one commit that may run, and who let it.'),
  objection: z
    .object({
      sha: Sha,
      reason: z.enum(['ApprovalNeeded', 'ForkRefused', 'RoleInsufficient', 'BotNotAllowed']),
      actor: z.string().max(100).optional(),
    })
    .optional()
    .describe('Why the head may not run.'),
  activeAt: Time.describe('When somebody last pushed, commented or set the label.'),
});

const ServiceStatus = z.object({
  name: z.string(),
  kind: z.enum(['here', 'environment', 'pullRequest']),
  url: z.string().optional().describe('Where it is reached.'),
  readyUrl: z.string().optional().describe('What answers once it works.'),
  answers: z.boolean().optional().describe('Whether it answered there.'),
  at: z.string().optional().describe('For one that runs elsewhere: the shared environment or the pull request.'),
});

const Problem = z.object({
  file: z.string(),
  line: z.int(),
  column: z.int(),
  message: z.string(),
  hint: z.string(),
});

const Deployment = z.object({
  id: z.int(),
  sha: Sha,
  state: z.enum(['pending', 'queued', 'in_progress', 'success', 'failure', 'error', 'inactive']),
});

const Word = z.object({
  kind: z.enum(['labelled', 'pushed', 'commented', 'woken']),
  label: z.string().max(100).optional(),
  sha: Sha.optional(),
  account: z.object({ id: z.int(), login: z.string().max(100), type: z.string().max(50) }).optional(),
});

/** How an environment is. All that is shown anywhere about it comes from here. */
export type EnvironmentStatus = Readonly<z.output<typeof EnvironmentStatus>>;
export const EnvironmentStatus = z.object({
  observedGeneration: z.int().default(0),
  phase: z.enum(['Pending', 'Waiting', 'Deploying', 'Live', 'Failed', 'TearingDown']).default('Pending'),
  namespace: z.string().optional(),
  commit: Sha.optional().describe('The commit that is deployed, or being deployed.'),
  address: z.string().optional().describe('Where the first service with an address is reached.'),
  conditions: z
    .array(
      z.object({
        type: z.string(),
        status: z.enum(['True', 'False', 'Unknown']),
        reason: z.string(),
        message: z.string(),
        observedGeneration: z.int(),
        lastTransitionTime: Time,
      }),
    )
    .default([]),
  services: z.array(ServiceStatus).default([]),
  releases: z.array(ReleaseStatus).default([]),
  problems: z.array(Problem).default([]).describe('What is wrong in the manifest.'),
  startedAt: Time.optional().describe('When this commit began to be deployed.'),
  liveAt: Time.optional().describe('When this commit was first live.'),
  expiry: z
    .object({ at: Time, because: z.enum(['idle', 'total']) })
    .optional()
    .describe('When its time will be up, once that is near.'),
  removed: z.array(z.string()).default([]).describe('What the teardown has removed.'),
  blockers: z
    .array(z.string())
    .default([])
    .describe('What keeps the teardown from ending: objects, each with the cause.'),
  timeline: z.array(z.object({ at: Time, text: z.string() })).default([]),
  github: z
    .object({
      commentId: z.int().optional(),
      commentDigest: z.string().optional().describe('Of the comment as berth last wrote it.'),
      checkRunDigest: z.string().optional(),
      deployments: z.array(Deployment).default([]),
    })
    .default({ deployments: [] })
    .describe('What GitHub was told.'),
  hosts: z.array(z.string()).default([]).describe('The hosts that are its own.'),
  holder: z
    .object({
      identity: z.string().max(253).optional().describe('The replica that works on it; none where it was let go of.'),
      epoch: z.int().describe('Counts each change of holder.'),
    })
    .optional()
    .describe('Which replica of berth may work on it.'),
  words: z.array(Word).default([]).describe('What webhooks told a replica that does not work on it.'),
});

/** One `Environment` object: all state that berth keeps. */
export interface Environment {
  /** The name of the object, see `toObjectName`. */
  readonly name: string;
  readonly uid: string;
  readonly resourceVersion: string;
  readonly generation: number;
  readonly createdAt: string;
  /** Somebody deleted the object; its finalizer keeps it until all is gone. */
  readonly isBeingDeleted: boolean;
  readonly spec: EnvironmentSpec;
  readonly status: EnvironmentStatus;
}
