import { deployEnvironment, type Pass } from './deploy/deploy-environment.ts';
import { recordStatus } from './record/record-status.ts';
import { isRemoved } from './report/determine-news.ts';
import { describeRemoved, tearDown } from './teardown/tear-down.ts';

/** Brings an environment a step nearer to what is wanted of it: there, or gone. */
export async function reconcileEnvironment(pass: Pass): Promise<void> {
  const { environment, parts } = pass;
  const { name, spec, isBeingDeleted } = environment;
  if (isRemoved(environment)) return; // only its report is left to do
  if (spec.desired === 'Removed' || isBeingDeleted) {
    if (!(await tearDown(pass))) return;
    const latest = parts.cluster.environments.get(name) ?? environment;
    await recordStatus(latest, describeRemoved(latest, parts.clock.nowMs()), parts.cluster.environments);
    parts.cluster.world.forgetNamespace(latest.status.namespace ?? '');
    return;
  }
  const profile = parts.profiles.find(({ label }) => label === spec.profile);
  if (profile !== undefined) {
    await deployEnvironment(pass, profile);
    return;
  }
  // Its label may have been mistyped in a profile: what runs is left alone until GitHub says that it is no longer wanted.
  parts.log.warn({ key: name }, 'an environment has a profile that is not there');
}
