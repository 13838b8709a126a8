import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { load, loadAll } from 'js-yaml';
import { repositoryRoot } from '../house/list-source-files.ts';

export const chartsFolder = join(repositoryRoot, 'charts');
export const chartNames = readdirSync(chartsFolder).sort();

/** The least that each chart has to be told. */
export const leastValues: Readonly<Record<string, object>> = {
  app: { image: { repository: 'acme/api', tag: '1' } },
  job: { image: { repository: 'acme/api', tag: '1' } },
};

/** Values that make a chart render everything that it has. */
export const fullValues: Readonly<Record<string, object>> = {
  app: {
    image: { repository: 'acme/api', tag: '1' },
    host: 'api.example.com',
    env: { COMMIT: 'abc' },
    secretEnv: { TOKEN: 'x' },
    outputs: { region: 'north' },
  },
  job: { image: { repository: 'acme/api', tag: '1' }, secretEnv: { TOKEN: 'x' } },
  redis: { auth: { enabled: true } },
};

/** An object as Kubernetes takes it, as far as the tests look at it. */
export interface KubernetesObject {
  readonly kind: string;
  readonly metadata: { readonly name: string; readonly labels: Record<string, string> };
  readonly data?: Record<string, string>;
  readonly spec: ObjectSpec;
}

interface ObjectSpec {
  readonly selector: Record<string, string>;
  readonly template: { readonly metadata: { readonly labels: Record<string, string> }; readonly spec: PodSpec };
}

export interface PodSpec {
  readonly containers: readonly Container[];
  readonly volumes: readonly Record<string, unknown>[];
  readonly terminationGracePeriodSeconds: number;
}

export interface Container {
  readonly image: string;
  readonly env?: readonly { readonly name: string; readonly value?: string; readonly valueFrom?: object }[];
  readonly startupProbe?: { readonly periodSeconds: number };
  readonly resources: Record<'requests' | 'limits', Record<string, string>>;
}

/** One entry of the annotation `berth.dev/outputs`: an object that the release makes for others, and its keys. */
export interface DeclaredOutputs {
  readonly secretRef?: { readonly name: string };
  readonly configMapRef?: { readonly name: string };
  /** The value that has to be true. */
  readonly when?: string;
  readonly keys: Readonly<Record<string, string>>;
  /** The value that adds keys. */
  readonly more?: string;
}

export function parseObjects(yaml: string): readonly KubernetesObject[] {
  return loadAll(yaml).filter((document) => document !== null) as KubernetesObject[];
}

export function readChartFile(chart: string, file: string): string {
  return readFileSync(join(chartsFolder, chart, file), 'utf8');
}

export function readDescription(chart: string): Readonly<Record<string, unknown>> {
  return load(readChartFile(chart, 'Chart.yaml')) as Record<string, unknown>;
}

export function readDefaults(chart: string): object {
  return load(readChartFile(chart, 'values.yaml')) as object;
}

export function readDeclaredOutputs(chart: string): readonly DeclaredOutputs[] {
  const { annotations } = readDescription(chart) as { annotations: Record<string, string> };
  return load(annotations['berth.dev/outputs'] ?? '') as DeclaredOutputs[];
}
