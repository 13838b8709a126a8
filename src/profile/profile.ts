import { z } from 'zod';
import { Name } from '../manifest/schema/name.ts';
import { Duration } from './duration.ts';
import { nameTemplate } from './name-template.ts';

const DnsLabel = z
  .string()
  .regex(/^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$/, { error: 'Use lower-case letters, digits and hyphens, at most 63.' });
const Quantities = z
  .record(z.string(), z.union([z.string(), z.number()]).transform(String))
  .describe('Amounts as Kubernetes writes them, for example { cpu: "4", memory: 8Gi }.');
const Pattern = z.string().min(1, { error: 'Write a pattern.' });

const Approval = z
  .strictObject({
    roles: z
      .array(z.enum(['admin', 'maintain', 'write']))
      .min(1, { error: 'Name at least one role.' })
      .describe('Who may approve a commit by setting the label.'),
    forks: z
      .enum(['never', 'each-commit'])
      .describe('Whether pull requests from forks run: never, or after a label on each commit.'),
    bots: z.array(z.int()).default([]).describe('Numeric ids of the bots whose label counts.'),
  })
  .describe('What lets a commit run.');

const Wait = z
  .strictObject({
    checks: z.array(z.string()).default([]).describe('Checks that must have succeeded for the commit.'),
    images: z.boolean().default(false).describe('Whether images of the commit must be in their registry.'),
  })
  .describe('What must hold before Helm runs.');

const Limits = z
  .strictObject({
    releases: z.int().min(1).max(200).describe('How many releases an environment may have.'),
    environments: z.strictObject({
      total: z.int().min(1).describe('How many environments of this profile there may be.'),
      perRepository: z.int().min(1).describe('How many of them one repository may have.'),
    }),
    quota: Quantities.describe('The ResourceQuota of the namespace.'),
    containers: z
      .strictObject({
        default: Quantities.describe('Its limits.'),
        defaultRequest: Quantities.describe('What is asked for on its behalf.'),
        max: Quantities.optional().describe('The most that any container may have.'),
      })
      .describe('The LimitRange of the namespace: what a container gets that says nothing.'),
    podSecurity: z.enum(['restricted', 'baseline']).describe('The Pod Security level of the namespace.'),
    releaseTimeout: Duration.describe('How long one release may take until it is ready.'),
  })
  .transform(({ releaseTimeout, ...limits }) => ({ ...limits, releaseTimeoutMs: releaseTimeout }))
  .describe('What an environment may never exceed.');

const Lifetime = z
  .strictObject({
    idle: Duration.describe('After this long without a push or a comment the environment goes.'),
    total: Duration.describe('After this long it goes in any case.'),
    warnBefore: Duration.describe('This long before, the comment says so.'),
  })
  .transform(({ idle, total, warnBefore }) => ({ idleMs: idle, totalMs: total, warnBeforeMs: warnBefore }));

const Toleration = z.strictObject({
  key: z.string().optional(),
  operator: z.enum(['Exists', 'Equal']).optional(),
  value: z.string().optional(),
  effect: z.enum(['NoSchedule', 'PreferNoSchedule', 'NoExecute']).optional(),
});

const Pods = z
  .strictObject({
    nodeSelector: z.record(z.string(), z.string()).default({}).describe('Labels that a node has to have.'),
    tolerations: z.array(Toleration).default([]).describe('Taints that they put up with, as Kubernetes writes them.'),
  })
  .describe('Where the pods run, for example on spot capacity.');

const Shared = z
  .strictObject({
    environment: DnsLabel.optional().describe('The environment that runs what is not deployed here.'),
    outputs: z
      .record(Name, z.record(z.string(), z.union([z.string(), z.number(), z.boolean()])))
      .default({})
      .describe('What its services offer to others: for each service, keys and values.'),
    secrets: z.array(DnsLabel).default([]).describe('Secrets that are copied into each environment.'),
    pullRequests: z
      .array(Pattern)
      .default([])
      .describe("Other repositories whose pull requests' environments may be used, for example acme/*."),
  })
  .describe('What environments use together.');

const Charts = z.strictObject({
  allow: z
    .array(Pattern)
    .describe(
      'Patterns of the charts that may be deployed: ./** of the repository, berth/*, oci://…/*, https://…/*, git:owner/**.',
    ),
  repositories: z
    .record(DnsLabel, z.url({ protocol: /^https?$/, error: 'Write the address of a Helm repository.' }))
    .default({})
    .describe('Helm repositories by the name that manifests use, as in bitnami/redis.'),
});

const DriftMode = z.enum(['mend', 'report', 'off']);
const DriftModes = z.strictObject({
  deleted: DriftMode.default('mend').describe('What is done about an object that was deleted.'),
  changed: DriftMode.default('report').describe('What is done about an object of which fields were changed.'),
});
const Drift = z
  .union([DriftMode, DriftModes], { error: 'Write mend, report or off, or one of these for deleted and for changed.' })
  .transform((drift) => (typeof drift === 'string' ? { deleted: drift, changed: drift } : drift))
  .describe('What is done about objects that are no longer as Helm applied them: mend, report or off.');

/** What the operator allows and provides for one label, all its `extends` resolved. */
export type Profile = Readonly<z.output<typeof Profile>>;
export const Profile = z.strictObject({
  label: DnsLabel.describe('The label on a pull request that asks for this profile.'),
  namespace: nameTemplate({ mayNameService: false }).describe('The namespace of an environment.'),
  host: nameTemplate({ mayNameService: true }).describe('The host of a service.'),
  approval: Approval,
  wait: Wait.default({ checks: [], images: false }),
  services: z
    .enum(['all', 'changed'])
    .describe('Which services are deployed: all, or only those that the pull request changes.'),
  limits: Limits,
  lifetime: Lifetime,
  pods: Pods.default({ nodeSelector: {}, tolerations: [] }),
  shared: Shared.default({ outputs: {}, secrets: [], pullRequests: [] }),
  charts: Charts,
  drift: Drift.default({ deleted: 'mend', changed: 'report' }),
});

const Extends = DnsLabel.optional().describe('The profile that this one adds to, by the name of its file.');

/** What decides how the files of `environments/` belong together, before they are merged and checked as a whole. */
export const ProfileHead = z.looseObject({ label: DnsLabel.optional(), extends: Extends });

/** Renders the JSON Schema for editors. Nothing is required in one file: what it leaves out comes from the one it extends. */
export function renderProfileSchema(): string {
  const file = Profile.extend({ extends: Extends }).meta({
    title: 'berth profile',
    description: 'What an operator allows and provides for one label.',
  });
  const schema = z.toJSONSchema(file, {
    io: 'input',
    override: ({ jsonSchema }) => {
      delete jsonSchema.required;
    },
  });
  return `${JSON.stringify(schema, null, 2)}\n`;
}
