import { z } from 'zod';
import { RepositoryName } from './name.ts';
import { isRepositoryPath, RepositoryPath } from './repository-path.ts';

/** Where a chart comes from. */
export type Chart =
  /** A folder of the repository at the commit that is deployed. */
  | { readonly kind: 'local'; readonly path: string }
  /** One of the charts that berth brings along. */
  | { readonly kind: 'builtIn'; readonly name: string }
  | { readonly kind: 'oci'; readonly reference: string }
  | { readonly kind: 'repository'; readonly repository: string; readonly name: string }
  /** A chart repository that the profile gives a name. */
  | { readonly kind: 'named'; readonly repository: string; readonly name: string }
  | { readonly kind: 'git'; readonly repository: string; readonly path: string; readonly ref: string };

const chartForms =
  'Write ./charts/NAME for a chart of this repository, berth/NAME for a built-in one, or oci://HOST/PATH.';

const ChartText = z.string().transform((text, context) => {
  const chart = parseChart(text);
  if (chart !== undefined) return chart;
  context.addIssue({ code: 'custom', input: text, message: hintForChart(text) });
  return z.NEVER;
});

const RepositoryChart = z
  .strictObject({
    repository: z
      .string()
      .regex(/^https?:\/\/[A-Za-z0-9.-]+(:\d+)?(\/[\w./~-]*)?$/, {
        error: 'Write the address of a Helm repository, for example https://charts.example.com.',
      })
      .describe('The address of a Helm repository.'),
    name: z.string().regex(/^[a-z0-9][a-z0-9._-]*$/, { error: 'Write the name of the chart in that repository.' }),
  })
  .transform(({ repository, name }): Chart => ({
    kind: 'repository',
    repository: repository.replace(/\/$/, ''),
    name,
  }));

const GitChart = z
  .strictObject({
    git: RepositoryName,
    path: RepositoryPath,
    ref: z
      .string()
      .regex(/^(?!.*\.\.)[A-Za-z0-9][\w./-]{0,200}$/, { error: 'Write a branch, a tag or a commit.' })
      .describe('A branch, a tag or a commit of that repository.'),
  })
  .transform(({ git, path, ref }): Chart => ({ kind: 'git', repository: git, path: path.replace(/^\.\//, ''), ref }));

/** How an author names a chart: one text, or a mapping where one text would not be enough. */
export const ChartReference = z
  .union([ChartText, RepositoryChart, GitChart], { error: chartForms })
  .describe(
    './charts/x, berth/NAME, oci://…, NAME/CHART of a repository the profile names, {repository, name} or {git, path, ref}.',
  );

/** Writes a chart as one text, the way allow-lists and messages name it. */
export function renderChart(chart: Chart): string {
  switch (chart.kind) {
    case 'local':
      return `./${chart.path}`;
    case 'builtIn':
      return `berth/${chart.name}`;
    case 'oci':
      return chart.reference;
    case 'repository':
    case 'named':
      return `${chart.repository}/${chart.name}`;
    case 'git':
      return `git:${chart.repository}/${chart.path}`;
  }
}

function parseChart(text: string): Chart | undefined {
  if (text.startsWith('./')) return isRepositoryPath(text) ? { kind: 'local', path: text.slice(2) } : undefined;
  if (/^oci:\/\/[A-Za-z0-9.-]+(:\d+)?(\/[a-z0-9][a-z0-9._-]*)+(@sha256:[0-9a-f]{64})?$/.test(text)) {
    return { kind: 'oci', reference: text };
  }
  const [, repository, name] = /^([a-z0-9][a-z0-9-]*)\/([a-z0-9][a-z0-9._-]*)$/.exec(text) ?? [];
  if (repository === undefined || name === undefined) return undefined;
  return repository === 'berth' ? { kind: 'builtIn', name } : { kind: 'named', repository, name };
}

function hintForChart(text: string): string {
  if (/^https?:/.test(text)) return 'Name a chart of a Helm repository as { repository: https://…, name: … }.';
  if (text.startsWith('/') || text.includes('..')) {
    return 'A chart of this repository is named from its top and stays inside it: for example ./charts/api.';
  }
  return chartForms;
}
