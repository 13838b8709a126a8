import type { Plan } from '../../plan/plan.ts';
import type { Profile } from '../../profile/profile.ts';
import type { PreparedChart } from '../ports/helm.ts';

/** What is to be deployed: a plan, and all that it needs from disk. It stays the same for a commit under a profile. */
export interface Goal {
  readonly sha: string;
  readonly profile: Profile;
  readonly plan: Plan;
  /** By `service/release`. */
  readonly charts: ReadonlyMap<string, PreparedChart>;
  /** What the values files hold, by `service/release`. */
  readonly valuesFiles: ReadonlyMap<string, readonly string[]>;
}
