import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { load } from 'js-yaml';
import { z } from 'zod';

const by = z.enum(['ada', 'tom', 'mallory', 'renovate[bot]']).default('ada');
const label = z.string().default('preview');
const pullRequest = z.string().default('it');
const files = z.record(z.string(), z.string().nullable());
const common = { by, pullRequest };

/** What somebody does on GitHub, or what is waited for. */
export type Step = Readonly<z.output<typeof Step>>;
const Step = z.discriminatedUnion('do', [
  z.strictObject({ do: z.enum(['label', 'unlabel']), label, ...common }),
  z.strictObject({ do: z.literal('push'), files, ...common }),
  z.strictObject({ do: z.literal('comment'), text: z.string(), ...common }),
  z.strictObject({ do: z.enum(['close', 'merge', 'reopen', 'delete branch']), ...common }),
  z.strictObject({
    do: z.literal('status'),
    context: z.string(),
    state: z.enum(['pending', 'success', 'failure']),
    ...common,
  }),
  z.strictObject({
    do: z.literal('wait'),
    /** A state as the comment tells it; `in progress` and `tearing down` are read from the cluster. */
    until: z.enum(['live', 'failed', 'refused', 'waiting', 'removed', 'in progress', 'tearing down', 'told']),
    /** For `told`: words that the comment has to have. */
    saying: z.string().default(''),
    label,
    pullRequest,
    /** Far less than what a release may take until it counts as not ready: what fails is not told by a timeout. */
    withinSeconds: z.int().default(60),
  }),
]);

const PullRequest = z.strictObject({
  /** What its branch changes; one line of a file that nothing looks at if it does not matter. */
  files: files.default({ 'CHANGES.md': 'Something is better now.\n' }),
  /** Who has the fork that it comes from, if it comes from one. */
  fork: z.literal('mallory').optional(),
});

export type Scenario = Readonly<z.output<typeof Scenario>> & {
  /** Of the folder, of the repository and, in capitals and without hyphens, of nothing else. */
  readonly name: string;
  readonly repositoryFolder: string;
};
const Scenario = z.strictObject({
  /** What is shown, as a sentence. */
  about: z.string(),
  pullRequests: z.record(z.string(), PullRequest).default({ it: PullRequest.parse({}) }),
  steps: z.array(Step).min(1),
});

/** Reads `NAME/scenario.yaml`. */
export async function readScenario(folder: string, name: string): Promise<Scenario> {
  const file = join(folder, name, 'scenario.yaml');
  const parsed = Scenario.safeParse(load(await readFile(file, 'utf8')));
  if (!parsed.success) throw new Error(`reading the scenario "${name}":\n${z.prettifyError(parsed.error)}`);
  return { ...parsed.data, name, repositoryFolder: join(folder, name, 'repository') };
}
