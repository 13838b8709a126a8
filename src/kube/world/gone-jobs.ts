import type { Job } from '../objects/job.ts';
import type { LiveObject } from '../objects/live-object.ts';
import { isSince } from '../readiness/find-refusal.ts';

/** The Jobs of one namespace that are not there any more, as they were last: how one ended nothing else tells for long. */
export interface GoneJobs {
  /** Takes that an object is gone. */
  note(object: LiveObject): void;
  /** Only one that was there after Helm began to apply the revision: it makes one anew that is gone before. */
  find(name: string, appliedAt: string): Job | undefined;
}

export function createGoneJobs(): GoneJobs {
  const gone = new Map<string, { readonly job: Job; readonly at: string }>();
  return {
    note: (object) => {
      // Those of a CronJob nobody asks for, and there is no end of them.
      if (object.kind !== 'Job' || object.metadata.annotations['meta.helm.sh/release-name'] === undefined) return;
      gone.set(object.metadata.name, { job: object, at: new Date().toISOString() });
    },
    find: (name, appliedAt) => {
      const found = gone.get(name);
      return found !== undefined && isSince(found.at, appliedAt) ? found.job : undefined;
    },
  };
}
