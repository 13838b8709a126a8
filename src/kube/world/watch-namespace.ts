import { z } from 'zod';
import type { Logger } from '../../logger.ts';
import type { KubeClient } from '../create-kube-client.ts';
import { Metadata } from '../objects/metadata.ts';
import type { RawObject } from '../raw-object.ts';
import { createReflector, type Reflector } from '../reflector/create-reflector.ts';
import { createGoneJobs, type GoneJobs } from './gone-jobs.ts';
import { parseHelmRecord, type HelmRecord } from './helm-record.ts';

export type KeptSecret =
  | {
      readonly kind: 'values';
      readonly name: string;
      readonly metadata: Metadata | undefined;
      readonly values: Readonly<Record<string, string>>;
    }
  | { readonly kind: 'helmRecord'; readonly name: string; readonly record: HelmRecord };

export interface KeptConfigMap {
  readonly name: string;
  readonly metadata: Metadata | undefined;
  readonly values: Readonly<Record<string, string>>;
}

/** What berth may read only in the namespaces of environments, so it is watched in each by itself. */
export interface NamespaceWatch {
  readonly environment: string;
  readonly secrets: Reflector<KeptSecret>;
  readonly configMaps: Reflector<KeptConfigMap>;
  /** Told by whoever watches Jobs. */
  readonly goneJobs: GoneJobs;
  whenSynced(signal: AbortSignal): Promise<void>;
  stop(): Promise<void>;
}

export interface NamespaceWatchOptions {
  readonly client: KubeClient;
  readonly log: Logger;
  readonly namespace: string;
  readonly environment: string;
  readonly onChange: (environment: string) => void;
}

/** What the API server itself takes: with hundreds of environments the renewals of shorter ones alone would be a request a second. */
const watchSeconds = 1_800;

export function watchNamespace(options: NamespaceWatchOptions): NamespaceWatch {
  const { client, log, namespace, environment } = options;
  const base = `/api/v1/namespaces/${namespace}`;
  const common = { client, log, timing: { watchSeconds }, onChange: () => options.onChange(environment) };
  const secrets = createReflector<KeptSecret>({ ...common, path: `${base}/secrets`, project: projectSecret });
  const configMaps = createReflector<KeptConfigMap>({
    ...common,
    path: `${base}/configmaps`,
    project: projectConfigMap,
  });
  return {
    environment,
    secrets,
    configMaps,
    goneJobs: createGoneJobs(),
    whenSynced: async (signal) => {
      await Promise.all([secrets.whenSynced(signal), configMaps.whenSynced(signal)]);
    },
    stop: async () => {
      await Promise.all([secrets.stop(), configMaps.stop()]);
    },
  };
}

const Values = z
  .record(z.string(), z.string())
  .nullish()
  .transform((values) => values ?? {});

function projectSecret(object: RawObject): KeptSecret {
  const { name } = object.metadata;
  const record = parseHelmRecord(object);
  if (record !== undefined) return { kind: 'helmRecord', name, record };
  const values = Object.entries(Values.parse(object.data)).map(([key, value]) => [key, decode(value)]);
  const metadata = Metadata.safeParse(object.metadata).data;
  return { kind: 'values', name, metadata, values: Object.fromEntries(values) as Record<string, string> };
}

function decode(value: string): string {
  return Buffer.from(value, 'base64').toString('utf8');
}

function projectConfigMap({ metadata, data }: RawObject): KeptConfigMap {
  return { name: metadata.name, metadata: Metadata.safeParse(metadata).data, values: Values.parse(data) };
}
