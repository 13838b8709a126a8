import type { z } from 'zod';
import type { LiveKind, LiveObject } from '../objects/live-object.ts';
import { Ingress } from '../objects/ingress.ts';
import { PersistentVolumeClaim } from '../objects/persistent-volume-claim.ts';
import { Service } from '../objects/service.ts';
import { Pod } from '../objects/pod.ts';
import { DaemonSet } from '../objects/daemon-set.ts';
import { Deployment } from '../objects/deployment.ts';
import { Job } from '../objects/job.ts';
import { ReplicaSet } from '../objects/replica-set.ts';
import { StatefulSet } from '../objects/stateful-set.ts';

export interface KindInfo<Kind extends LiveKind = LiveKind> {
  readonly group: string;
  /** The path of its group and version. */
  readonly base: string;
  readonly plural: string;
  /** Keeps of an object only what is read of it. */
  readonly schema: z.ZodType<Extract<LiveObject, { kind: Kind }>>;
}

const core = { group: '', base: '/api/v1' };
const apps = { group: 'apps', base: '/apis/apps/v1' };

/** The kinds that are watched for what their state says. */
export const liveKinds: { readonly [Kind in LiveKind]: KindInfo<Kind> } = {
  Deployment: { ...apps, plural: 'deployments', schema: Deployment },
  ReplicaSet: { ...apps, plural: 'replicasets', schema: ReplicaSet },
  StatefulSet: { ...apps, plural: 'statefulsets', schema: StatefulSet },
  DaemonSet: { ...apps, plural: 'daemonsets', schema: DaemonSet },
  Job: { group: 'batch', base: '/apis/batch/v1', plural: 'jobs', schema: Job },
  Pod: { ...core, plural: 'pods', schema: Pod },
  PersistentVolumeClaim: { ...core, plural: 'persistentvolumeclaims', schema: PersistentVolumeClaim },
  Service: { ...core, plural: 'services', schema: Service },
  Ingress: { group: 'networking.k8s.io', base: '/apis/networking.k8s.io/v1', plural: 'ingresses', schema: Ingress },
};

/** Finds the kind of an object in a chart; `undefined` where it is one whose state says nothing. */
export function findLiveKind(apiVersion: string, kind: string): LiveKind | undefined {
  const group = apiVersion.includes('/') ? (apiVersion.split('/')[0] ?? '') : '';
  if (!Object.hasOwn(liveKinds, kind)) return undefined;
  const found = kind as LiveKind;
  return liveKinds[found].group === group ? found : undefined;
}
