import type { Environment } from '../../environment/environment.ts';
import type { ReleaseStatus } from '../../environment/release-status.ts';
import { toAddressText } from '../text/to-href.ts';
import { explainReason, findReason, type Explanation } from './explain-reason.ts';

/** A release that is not as it should be, and why. */
export interface Trouble {
  readonly release: ReleaseStatus;
  readonly explanation: Explanation;
}

/** Lists the releases that failed, or that wait for something other than their turn: those behind a failed one say nothing new. */
export function listTroubles({ status }: Environment): readonly Trouble[] {
  return status.releases
    .filter(({ phase, reason }) => phase === 'Failed' || (phase !== 'Ready' && reason !== undefined))
    .filter(({ reason }) => reason !== 'DependencyFailed')
    .map((release) => ({ release, explanation: explainRelease(release) }));
}

/** Lists what keeps the environment as a whole, without what its releases and the problems of its manifest say already. */
export function listObjections(environment: Environment, troubles: readonly Trouble[]): readonly Explanation[] {
  const { conditions, problems, phase } = environment.status;
  const told = new Set(troubles.map(({ explanation }) => explanation.reason));
  if (troubles.length > 0) told.add('DependencyFailed');
  if (problems.length > 0) told.add('ManifestInvalid');
  if (phase === 'TearingDown') told.add('TeardownBlocked'); // what holds it up is listed by name
  const ofConditions = conditions
    .filter(({ status, observedGeneration }) => status === 'False' && observedGeneration >= environment.generation)
    .filter(({ reason }) => findReason(reason) !== undefined && !told.has(reason))
    .filter(({ type }) => phase !== 'TearingDown' || type === 'Removed')
    .filter(({ reason }, index, all) => all.findIndex((one) => one.reason === reason) === index)
    .map(({ reason, message }) => explainReason({ reason, message, fields: listFields(environment) }));
  return [...listRefusals(environment, ofConditions), ...ofConditions];
}

/** The head of the pull request may be refused while an approved commit goes on; no condition tells of that. */
function listRefusals(environment: Environment, told: readonly Explanation[]): readonly Explanation[] {
  const { objection, head, desired } = environment.spec;
  if (objection?.sha !== head.sha || desired === 'Removed') return [];
  if (told.some(({ reason }) => reason === objection.reason)) return [];
  return [explainReason({ reason: objection.reason, fields: listFields(environment) })];
}

function explainRelease({ id, chart, object, reason, message }: ReleaseStatus): Explanation {
  const explained = reason ?? (message === undefined ? 'InternalError' : 'Failed');
  return explainReason({ reason: explained, message, fields: { release: id, chart, object } });
}

function listFields({ spec, status }: Environment): Readonly<Record<string, string | undefined>> {
  return {
    commit: spec.head.sha.slice(0, 7),
    actor: spec.objection?.actor,
    namespace: status.namespace,
    host: status.address && toAddressText(status.address),
  };
}
