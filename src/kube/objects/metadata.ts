import { z } from 'zod';
import { Touch } from './touch.ts';

/** Of the annotations only these are read; some of the others hold whole objects. */
const readAnnotations: ReadonlySet<string> = new Set([
  'meta.helm.sh/release-name',
  'helm.sh/hook',
  'helm.sh/resource-policy',
  'berth.dev/drift',
  'deployment.kubernetes.io/revision',
  'deprecated.daemonset.template.generation',
]);

/** What is kept of the metadata of any object. */
export type Metadata = Readonly<z.output<typeof Metadata>>;
export const Metadata = z
  .object({
    name: z.string(),
    namespace: z.string().default(''),
    uid: z.string(),
    resourceVersion: z.string(),
    generation: z.number().default(0),
    labels: z.record(z.string(), z.string()).default({}),
    annotations: z
      .record(z.string(), z.string())
      .default({})
      .transform((all) => Object.fromEntries(Object.entries(all).filter(([name]) => readAnnotations.has(name)))),
    ownerReferences: z.array(z.object({ kind: z.string(), name: z.string(), uid: z.string() })).default([]),
    creationTimestamp: z.string().default(''),
    deletionTimestamp: z.string().optional(),
    managedFields: Touch.optional(),
  })
  .transform(({ managedFields, ...kept }) => ({
    ...kept,
    ...(managedFields !== undefined && { touch: managedFields }),
  }));

/** Whether somebody asked that berth leave an object as it is, in its chart or on the object itself. */
export function isDriftIgnored(annotations: Readonly<Record<string, string>>): boolean {
  return annotations['berth.dev/drift'] === 'ignore';
}

export type ObjectCondition = Readonly<z.output<typeof ObjectCondition>>;
export const ObjectCondition = z.object({
  type: z.string(),
  status: z.string(),
  reason: z.string().default(''),
  message: z.string().default(''),
  lastTransitionTime: z.string().nullish(),
});

export const Conditions = z
  .array(ObjectCondition)
  .nullish()
  .transform((conditions) => conditions ?? []);

export function findCondition(conditions: readonly ObjectCondition[], type: string): ObjectCondition | undefined {
  return conditions.find((condition) => condition.type === type);
}
