import { z } from 'zod';
import { ChartReference } from './chart.ts';
import { Name } from './name.ts';
import { ReadyRule } from './ready-rule.ts';
import { RepositoryPath } from './repository-path.ts';

const ObjectName = z
  .string()
  .max(253, { error: 'Use at most 253 characters.' })
  .regex(/^[a-z0-9]([a-z0-9.-]*[a-z0-9])?$/, { error: 'Write the name of the object as Kubernetes knows it.' });

const ObjectReference = z.strictObject({ name: ObjectName.describe('The name of the object in the environment.') });
const Scope = z
  .literal('external')
  .optional()
  .describe('"external" lets other services read these outputs; without it only releases of this service do.');

/** An object in which a release leaves values for others. */
export type OutputSource = Readonly<z.output<typeof OutputSource>>;
export const OutputSource = z
  .union([
    z.strictObject({ secretRef: ObjectReference, scope: Scope }),
    z.strictObject({ configMapRef: ObjectReference, scope: Scope }),
  ])
  .transform((source): { kind: 'secret' | 'configMap'; name: string; isExternal: boolean } => {
    const isExternal = source.scope === 'external';
    if ('secretRef' in source) return { kind: 'secret', name: source.secretRef.name, isExternal };
    return { kind: 'configMap', name: source.configMapRef.name, isExternal };
  });

export type Values = z.output<typeof Values>;
export const Values = z.record(z.string(), z.json());

/** One Helm release, as its author describes it. */
export type Release = Readonly<z.output<typeof Release>>;
export const Release = z.strictObject({
  chart: ChartReference,
  version: z
    .string({ error: 'Put the version in quotes: YAML reads 0.10 as the number 0.1.' })
    .regex(/^[\w.+~^<>=*|, -]{1,100}$/, { error: 'Write a version or a range of versions, for example 1.2.3.' })
    .optional()
    .describe('The version of the chart; without it the newest.'),
  values: Values.optional().describe('Values for the chart; texts may hold references such as << pr.sha >>.'),
  valuesFiles: z
    .array(RepositoryPath)
    .max(10, { error: 'Name at most 10 files.' })
    .optional()
    .describe('Files of the repository with values, the later ones win; "values" wins over all of them.'),
  dependencies: z
    .array(z.strictObject({ name: Name.describe('A release of this service, or another service.') }))
    .max(50, { error: 'Name at most 50 dependencies.' })
    .optional()
    .describe('Releases of this service, or services: this release starts when all of them are ready.'),
  outputsFrom: z
    .array(OutputSource)
    .max(10, { error: 'Name at most 10 objects.' })
    .optional()
    .describe('Secrets and ConfigMaps whose keys other releases may refer to.'),
  readyWhen: z
    .array(ReadyRule)
    .max(20, { error: 'Write at most 20 rules.' })
    .optional()
    .describe('When custom resources of this release are ready, where a condition `Ready` does not say it.'),
});

export const Releases = z.record(Name, Release).describe('The Helm releases of the service, by name.');
