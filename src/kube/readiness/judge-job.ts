import type { Readiness, Trouble } from '../../engine/ports/world.ts';
import { nameObject } from '../objects/live-object.ts';
import { findCondition } from '../objects/metadata.ts';
import type { Pod } from '../objects/pod.ts';
import type { Job } from '../objects/job.ts';
import { findPodTrouble } from './find-pod-trouble.ts';
import { findWarnedRefusal } from './find-refusal.ts';
import { isOwnedBy, listPods, type Surroundings } from './surroundings.ts';
import { judgeUnready, ready, settling } from './judge-unready.ts';
import { toLine } from './to-line.ts';

/** A Job is ready when it is complete, and not, as Kubernetes' own tools have it, as soon as it has begun. */
export function judgeJob(job: Job, surroundings: Surroundings): Readiness {
  const { active, succeeded, failed } = job.status;
  if (isComplete(job)) return ready;
  if (hasFailed(job)) return { kind: 'failed', trouble: describeFailure(job, surroundings) };
  if (job.spec.suspend) return settling(job, 'it is suspended');
  const tries = failed === 0 ? '' : `, ${failed} of ${job.spec.backoffLimit + 1} tries failed`;
  const { completions, parallelism } = job.spec;
  const waitsFor = `${succeeded} of ${completions ?? 1} runs are complete${tries}`;
  const missingPods = Math.min(parallelism ?? 1, (completions ?? Infinity) - succeeded) - active;
  return judgeUnready(job, waitsFor, [
    ...findWarnedRefusal(job, missingPods, surroundings),
    ...findPodTrouble(listPods(surroundings, job.metadata.uid), nameObject(job)),
  ]);
}

/** Whether a Job has done all that it ever will, well or not. */
export function hasEnded(job: Job): boolean {
  return isComplete(job) || hasFailed(job);
}

function isComplete(job: Job): boolean {
  return isTrue(job, 'Complete');
}

function hasFailed(job: Job): boolean {
  return isTrue(job, 'Failed') || isTrue(job, 'FailureTarget');
}

function isTrue({ status }: Job, type: string): boolean {
  return findCondition(status.conditions, type)?.status === 'True';
}

function describeFailure(job: Job, { pods }: Surroundings): Trouble {
  const condition =
    findCondition(job.status.conditions, 'Failed') ?? findCondition(job.status.conditions, 'FailureTarget');
  const failure = pods
    .filter((pod) => isOwnedBy(pod, job.metadata.uid))
    .toSorted((one, other) => Date.parse(other.metadata.creationTimestamp) - Date.parse(one.metadata.creationTimestamp))
    .map(findFailedContainer)
    .find((found) => found !== undefined);
  const said = toLine(condition?.message ?? '');
  return {
    reason: 'MigrationFailed',
    object: nameObject(job),
    message: failure === undefined ? said : `container ${failure.container} ended with ${failure.end}. ${said}`,
    ...(failure !== undefined && {
      logs: { pod: failure.pod, container: failure.container, previous: failure.previous },
    }),
  };
}

interface FailedContainer {
  readonly pod: string;
  readonly container: string;
  readonly previous: boolean;
  readonly end: string;
}

function findFailedContainer({ metadata, status }: Pod): FailedContainer | undefined {
  return [...status.initContainerStatuses, ...status.containerStatuses]
    .flatMap(({ name, state, lastState }): readonly FailedContainer[] => {
      const last = state.terminated ?? lastState.terminated;
      if (last === undefined || last.exitCode === 0) return [];
      const why = ['', 'Error'].includes(last.reason) ? '' : `${last.reason}, `;
      const end = `${why}exit code ${last.exitCode}`;
      return [{ pod: metadata.name, container: name, previous: state.terminated === undefined, end }];
    })
    .at(0);
}
