import type { DeployerAccess } from '../../engine/ports/cluster.ts';
import {
  nameOf,
  type AppliedRelease,
  type Drift,
  type DriftFinding,
  type ObjectName,
} from '../../engine/ports/drift.ts';
import type { Logger } from '../../logger.ts';
import { withDeployer } from '../access/with-deployer.ts';
import type { KubeClient } from '../create-kube-client.ts';
import { toEngineError } from '../errors.ts';
import { createFindPath, type FindPath } from './find-path.ts';
import { inspectObject, type Inspection } from './inspect-object.ts';
import { listScaled } from './list-scaled.ts';
import { mendObject } from './mend-object.ts';
import { readAppliedObjects, type AppliedObject } from './read-applied-objects.ts';

interface DriftOptions {
  readonly access: DeployerAccess;
  readonly log: Logger;
}

/** Compares and puts back with the access that Helm has: it reaches one namespace, and there what Helm may write. */
export function createDrift({ access, log }: DriftOptions): Drift {
  const findPath = createFindPath();
  const run = <T>(release: AppliedRelease, signal: AbortSignal, task: (work: Work) => Promise<T>) =>
    withDeployer(access, release.namespace, async (client) => {
      try {
        return await task({ client, release, findPath, log, signal });
      } catch (error) {
        throw describe(release, error);
      }
    });
  return {
    inspectObjects: (release, names, signal) => run(release, signal, (work) => inspectObjects(work, names)),
    mendObjects: (release, names, signal) => run(release, signal, (work) => mendObjects(work, names)),
  };
}

interface Work {
  readonly client: KubeClient;
  readonly release: AppliedRelease;
  readonly findPath: FindPath;
  readonly log: Logger;
  readonly signal: AbortSignal;
}

async function inspectObjects(work: Work, names: readonly ObjectName[]): Promise<readonly DriftFinding[]> {
  const inspections = new Map((await prepare(work, names)).map((one) => [identify(one.applied), one]));
  return await Promise.all(names.map((name) => inspect(work, inspections.get(identify(name)))));
}

/** One after the other in the order of Helm: an account is there before what uses it. */
async function mendObjects(work: Work, names: readonly ObjectName[]): Promise<void> {
  const refusals: unknown[] = [];
  for (const inspection of await prepare(work, names)) {
    await mendObject(inspection).catch((error: unknown) => refusals.push(error));
  }
  if (refusals.length > 0) throw refusals[0];
}

async function prepare(
  { client, release, findPath, signal }: Work,
  names: readonly ObjectName[],
): Promise<readonly Inspection[]> {
  const wanted = new Set(names.map(identify));
  const all = (await readAppliedObjects(client, release)).filter((one) => wanted.has(identify(one)));
  let scaled: Promise<ReadonlySet<string>> | undefined;
  const isScaled = async (applied: AppliedObject) => {
    scaled ??= listScaled(client, release.namespace);
    return (await scaled).has(nameOf(applied));
  };
  const inspections = all.map(async (applied) => {
    const path = await findPath(client, { ...applied, namespace: release.namespace });
    return path === undefined ? [] : [{ client, path, applied, isScaled: () => isScaled(applied), signal }];
  });
  return (await Promise.all(inspections)).flat();
}

async function inspect({ release, log }: Work, inspection: Inspection | undefined): Promise<DriftFinding> {
  if (inspection === undefined) return { kind: 'same' };
  try {
    return await inspectObject(inspection);
  } catch (err) {
    const error = describe(release, err);
    if (error.disposition === 'retry') throw error;
    // What the server refuses to compare, no waiting makes it compare; nothing is known against the object.
    const { namespace, helmRelease } = release;
    log.warn({ release: helmRelease, namespace, action: 'drift', err: error }, 'an object cannot be compared');
    return { kind: 'same' };
  }
}

function identify({ apiVersion, kind, name }: ObjectName): string {
  return `${apiVersion} ${kind} ${name}`;
}

function describe({ namespace, helmRelease }: AppliedRelease, error: unknown) {
  return toEngineError(`comparing release "${helmRelease}" in namespace "${namespace}" with what is there`, error);
}
