import { determineLifetime } from '../../environment/determine-lifetime.ts';
import type { Environment, EnvironmentStatus } from '../../environment/environment.ts';
import type { Profile } from '../../profile/profile.ts';
import { toTime } from '../record/build-release-status.ts';

/** Describes when the time of an environment will be up; `undefined` while that is not near. */
export function describeExpiry(
  { createdAt, spec }: Environment,
  rule: Profile['lifetime'],
  nowMs: number,
): EnvironmentStatus['expiry'] {
  const createdAtMs = Date.parse(createdAt);
  const lifetime = determineLifetime({ rule, nowMs, createdAtMs, lastActivityAtMs: Date.parse(spec.activeAt) });
  if (lifetime.kind !== 'warn') return undefined;
  return { at: toTime(lifetime.lookAgainAtMs), because: lifetime.because };
}
