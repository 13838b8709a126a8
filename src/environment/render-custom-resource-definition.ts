import { stringify } from 'yaml';
import { z } from 'zod';
import { EnvironmentSpec, EnvironmentStatus } from './environment.ts';

/** How the API server knows an `Environment` object. */
export const environmentResource = {
  group: 'berth.dev',
  version: 'v1alpha1',
  kind: 'Environment',
  plural: 'environments',
  /** Keeps the object until all that was made for it is gone. */
  finalizer: 'berth.dev/teardown',
} as const;

/** Renders the CustomResourceDefinition as YAML. The API server then refuses by itself what may never be written. */
export function renderCustomResourceDefinition(): string {
  const { group, version, kind, plural } = environmentResource;
  const definition = {
    apiVersion: 'apiextensions.k8s.io/v1',
    kind: 'CustomResourceDefinition',
    metadata: { name: `${plural}.${group}`, labels: { 'app.kubernetes.io/part-of': 'berth' } },
    spec: {
      group,
      scope: 'Namespaced',
      names: { kind, listKind: `${kind}List`, plural, singular: kind.toLowerCase(), shortNames: ['env'] },
      versions: [
        {
          name: version,
          served: true,
          storage: true,
          subresources: { status: {} },
          additionalPrinterColumns: columns,
          selectableFields: [{ jsonPath: '.spec.repository' }, { jsonPath: '.spec.profile' }],
          schema: { openAPIV3Schema: renderSchema() },
        },
      ],
    },
  };
  return `# Made from src/environment/environment.ts by the tests: change it there, then \`npm run update\`.\n${stringify(definition, { lineWidth: 0, aliasDuplicateObjects: false })}`;
}

const columns = [
  { name: 'Repository', type: 'string', jsonPath: '.spec.repository' },
  { name: 'PR', type: 'integer', jsonPath: '.spec.pullRequest' },
  { name: 'Profile', type: 'string', jsonPath: '.spec.profile' },
  { name: 'Commit', type: 'string', jsonPath: '.status.commit' },
  { name: 'Phase', type: 'string', jsonPath: '.status.phase' },
  { name: 'Address', type: 'string', jsonPath: '.status.address' },
  { name: 'Age', type: 'date', jsonPath: '.metadata.creationTimestamp' },
];

/** What the API server holds a spec to, whoever writes it. */
const rules = [
  ...['repository', 'pullRequest', 'profile'].map((field) => ({
    rule: `self.${field} == oldSelf.${field}`,
    message: `${field} is part of what makes the environment the one it is, and does not change`,
    fieldPath: `.${field}`,
  })),
  {
    rule: "oldSelf.desired != 'Removed' || self.desired == 'Removed'",
    message: 'Removed is final: what comes after it is another environment',
    fieldPath: '.desired',
  },
  {
    rule: "(self.desired == 'Removed') == has(self.because)",
    message: 'because says why the environment is to be removed, and only that',
    fieldPath: '.desired',
  },
];

function renderSchema(): JsonSchema {
  return {
    description: 'Everything deployed for one pull request under one profile.',
    type: 'object',
    required: ['spec'],
    properties: {
      apiVersion: { type: 'string' },
      kind: { type: 'string' },
      metadata: { type: 'object' },
      spec: { ...toStructural(EnvironmentSpec), 'x-kubernetes-validations': rules },
      status: toStructural(EnvironmentStatus),
    },
  };
}

type JsonSchema = Readonly<Record<string, unknown>>;

/** Of JSON Schema the API server takes only what it can also prune by: https://kubernetes.io/docs/tasks/extend-kubernetes/custom-resources/custom-resource-definitions/#specifying-a-structural-schema. */
function toStructural(schema: z.ZodType): JsonSchema {
  const structural = z.toJSONSchema(schema, {
    io: 'input',
    override: ({ jsonSchema }) => {
      delete jsonSchema.additionalProperties;
      // Who reads an object puts in what it leaves out; the API server would put it in for one half of them.
      delete jsonSchema.default;
      // The API server knows the format by itself.
      if (jsonSchema.format === 'date-time') delete jsonSchema.pattern;
      if (jsonSchema.type === 'integer') fitInteger(jsonSchema);
      if (isListOfConditions(jsonSchema)) {
        Object.assign(jsonSchema, { 'x-kubernetes-list-type': 'map', 'x-kubernetes-list-map-keys': ['type'] });
      }
    },
  });
  delete structural.$schema;
  return structural;
}

function fitInteger(schema: z.core.JSONSchema.BaseSchema): void {
  schema.format = 'int64';
  if (schema.minimum === Number.MIN_SAFE_INTEGER) delete schema.minimum;
  if (schema.maximum === Number.MAX_SAFE_INTEGER) delete schema.maximum;
}

function isListOfConditions({ items }: z.core.JSONSchema.BaseSchema): boolean {
  const properties = typeof items === 'object' && 'properties' in items ? items.properties : undefined;
  return properties !== undefined && 'lastTransitionTime' in properties;
}
