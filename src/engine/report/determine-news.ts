import { createHash } from 'node:crypto';
import type { Environment } from '../../environment/environment.ts';

export type News = { readonly digest: string; readonly sinceMs: number } & (
  | { readonly kind: 'later'; readonly waitMs: number }
  /** What there is to tell by deployments and checks is told now; by the comment once the time given has passed. */
  | { readonly kind: 'now'; readonly commentAfterMs: number | undefined }
);

/** A deploy that goes well and fast is told of once, at its end. */
const quietDeployMs = 30_000;
/** What waits for a check that is about to end is not worth a word. */
const briefWaitMs = 3_000;
/** What was live may falter for a moment: a pod that is moved is no news. */
const falterMs = 15_000;

/** Determines whether there is something to tell of an environment, and when. */
export function determineNews(
  environment: Environment,
  seen: { readonly digest: string; readonly atMs: number } | undefined,
  nowMs: number,
): News {
  const digest = determineContentDigest(environment);
  const sinceMs = seen?.digest === digest ? seen.atMs : nowMs;
  const { phase, liveAt, startedAt } = environment.status;
  const hasFaltered = liveAt !== undefined && (phase === 'Failed' || phase === 'Deploying');
  const isBrief = phase === 'Waiting' || isAboutToChange(environment);
  const patienceMs = hasFaltered ? falterMs : isBrief ? briefWaitMs : 0;
  const waitMs = sinceMs + patienceMs - nowMs;
  if (waitMs > 0) return { kind: 'later', digest, sinceMs, waitMs };
  return { kind: 'now', digest, sinceMs, commentAfterMs: determineCommentDelay() };

  function determineCommentDelay(): number | undefined {
    switch (phase) {
      case 'Live':
      case 'Failed':
      case 'Waiting':
        return undefined;
      case 'TearingDown':
        return isRemoved(environment) || environment.status.blockers.length > 0 ? undefined : Infinity;
      case 'Pending':
      case 'Deploying': {
        const quietMs = Date.parse(startedAt ?? environment.createdAt) + quietDeployMs - nowMs;
        return quietMs > 0 ? quietMs : undefined;
      }
    }
  }
}

/** What is shown is still of what was wanted before, and will not be in a moment. */
function isAboutToChange({ spec: { desired, approval }, status: { commit, phase } }: Environment): boolean {
  if (desired === 'Removed') return phase !== 'TearingDown';
  return approval === undefined ? phase === 'Pending' : approval.sha !== commit;
}

/** Whether it was verified that nothing is left. */
export function isRemoved({ spec, isBeingDeleted, status }: Environment): boolean {
  const isUnwanted = spec.desired === 'Removed' || isBeingDeleted;
  return isUnwanted && status.conditions.some(({ type, status: is }) => type === 'Removed' && is === 'True');
}

/** Of what people would call news: not of counters and times in messages. */
function determineContentDigest({ spec, status }: Environment): string {
  const content = {
    head: spec.head.sha,
    objection: spec.objection,
    because: spec.because,
    phase: status.phase,
    commit: status.commit,
    conditions: status.conditions.map(({ type, status: is, reason }) => [type, is, reason]),
    services: status.services,
    releases: status.releases.map(({ id, phase, reason, object }) => [id, phase, reason, object]),
    problems: status.problems,
    expiry: status.expiry,
    removed: status.removed,
    blockers: status.blockers,
  };
  return createHash('sha256').update(JSON.stringify(content)).digest('hex');
}
