import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { format, resolveConfig } from 'prettier';
import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { BenchResult } from '../../bench/figures/result.ts';
import { renderPlot } from '../../bench/report/render-plot.ts';
import { renderReport } from '../../bench/report/render-report.ts';
import { renderSummary } from '../../bench/report/render-summary.ts';
import { conditions } from '../../src/environment/conditions.ts';
import { renderReasonsTable } from '../../src/environment/render-reasons-table.ts';
import { renderProblem } from '../../src/manifest/document/problem.ts';
import { parseManifest } from '../../src/manifest/parse-manifest.ts';
import { renderReadinessTable } from '../../src/kube/readiness/readiness-table.ts';
import { ManifestFile } from '../../src/manifest/schema/manifest.ts';
import { Release } from '../../src/manifest/schema/release.ts';
import { Service } from '../../src/manifest/schema/service.ts';
import { buildPlan } from '../../src/plan/build-plan.ts';
import { parseProfiles } from '../../src/profile/parse-profiles.ts';
import { Profile } from '../../src/profile/profile.ts';
import { someFacts } from '../plan/inputs.ts';
import { listSourceFiles, repositoryRoot } from './list-source-files.ts';
import { createAllMetrics, renderMetrics } from './render-metrics.ts';
import { renderReference, renderSettings } from './render-reference.ts';

const pages = listSourceFiles(/^(README\.md|docs\/[^/]+\.md)$/);
const base = read('environments/base.yaml');
const measured = BenchResult.parse(JSON.parse(read('bench/latest.json')));

/** What is generated, by the page it is on and the name between its markers. */
const generated: Readonly<Record<string, Readonly<Record<string, () => string | Promise<string>>>>> = {
  'README.md': { summary: () => renderSummary(measured) },
  'docs/benchmark.md': { report: () => renderReport(measured) },
  'docs/manifest.md': {
    manifest: () => renderReference(ManifestFile, { closed: ['services', 'profiles'], showsRequired: true }),
    service: () =>
      renderReference(Service, { closed: ['releases', 'implementations.NAME.releases'], showsRequired: false }),
    release: () => renderReference(Release, { closed: ['chart'], showsRequired: true }),
  },
  'docs/profile.md': {
    keys: () =>
      renderReference(Profile, {
        showsRequired: false,
        shipped: { title: 'In `base`', value: parse(base) as unknown },
      }),
  },
  'docs/reasons.md': { reasons: renderReasonsTable },
  'docs/readiness.md': { readiness: renderReadinessTable },
  'docs/operating.md': { settings: renderSettings, metrics: renderMetrics },
};

test('the plot is of what the tables show', async () => {
  await expect(renderPlot(measured)).toMatchFileSnapshot(join(repositoryRoot, 'docs', 'benchmark.svg'));
});

// Drift fails; `npm run update` writes.
test.each(Object.entries(generated))('the tables of %s are those of the code', async (path, sections) => {
  let written = read(path);
  for (const [name, render] of Object.entries(sections)) written = fill(written, name, await render());
  const file = join(repositoryRoot, path);
  const formatted = await format(written, { ...(await resolveConfig(file)), filepath: file });

  await expect(formatted).toMatchFileSnapshot(file);
});

describe('the examples', () => {
  const blocks = pages.flatMap(({ path, text }) =>
    [...text.matchAll(/^```yaml\n(?<code>[\s\S]*?)^```$/gm)].map(({ groups }) => ({
      path,
      code: groups?.['code'] ?? '',
    })),
  );
  const manifests = blocks.filter(({ code }) => /^version: 1$/m.test(code));
  const profiles = blocks.filter(({ code }) => /^extends: /m.test(code));

  test('are each a manifest, or a profile', () => {
    expect(manifests.length).toBeGreaterThan(1);
    expect(profiles.length).toBeGreaterThan(1);
    expect(manifests.length + profiles.length).toBe(blocks.length);
  });

  test.each(manifests)('of a manifest in $path can be deployed under the profiles as they are shipped', ({ code }) => {
    const shipped = read('environments/preview.yaml');

    expect(listPlanProblems(code, { base, preview: shipped, staging: read('environments/staging.yaml') })).toEqual([]);
  });

  test.each(profiles)('of a profile in $path can be read beside the base as it is shipped', ({ code }) => {
    expect(listProfileProblems({ base, example: code })).toEqual([]);
  });
});

describe('the pages', () => {
  test.each(pages)('$path links only to what is there', ({ path, text }) => {
    const links = [...text.matchAll(/\]\((?!https?:)(?<file>[^)#\s]*)(?:#(?<anchor>[^)\s]+))?\)/g)];
    const missing = links.filter(({ groups }) => {
      const target = groups?.['file'] === '' ? path : join(dirname(path), groups?.['file'] ?? '');
      const anchor = groups?.['anchor'];
      if (!existsSync(join(repositoryRoot, target))) return true;
      return anchor !== undefined && !listAnchors(read(target)).includes(anchor);
    });

    expect(missing.map(([link]) => link)).toEqual([]);
  });

  test('are all reached from the README', () => {
    const readme = read('README.md');
    const others = pages.map(({ path }) => path).filter((path) => path !== 'README.md');

    expect(others.filter((path) => !readme.includes(`](${path}`))).toEqual([]);
  });

  test('name only metrics that berth counts', () => {
    const counted = createAllMetrics()
      .getMetricsAsArray()
      .map(({ name }) => name);
    const named = pages.flatMap(({ text }) => [...text.matchAll(/`(?<name>berth_\w+)(?<rest>\*)?`/g)]);

    const isCounted = ({ groups }: RegExpMatchArray) =>
      counted.some((name) =>
        groups?.['rest'] === undefined ? name === groups?.['name'] : name.startsWith(groups['name'] ?? ''),
      );
    expect(named.length).toBeGreaterThan(2);
    expect(named.filter((one) => !isCounted(one)).map(([name]) => name)).toEqual([]);
  });

  test('name the conditions in their order', () => {
    const named = Object.keys(conditions).map((name) => read('docs/operating.md').indexOf(`\`${name}\``));

    expect(named).not.toContain(-1);
    expect(named).toEqual(named.toSorted((one, other) => one - other));
  });

  test('call the resource by a name that kubectl knows', () => {
    const definition = parse(read('deploy/berth/crds/environments.yaml')) as Definition;
    const { plural, shortNames } = definition.spec.names;
    const kinds = pages.flatMap(({ text }) => [...text.matchAll(/kubectl (?:get|delete|describe) (?<kind>env\w*)/g)]);

    expect(kinds.length).toBeGreaterThan(2);
    expect(
      kinds.map(({ groups }) => groups?.['kind']).filter((kind) => ![plural, ...shortNames].includes(kind ?? '')),
    ).toEqual([]);
  });
});

interface Definition {
  readonly spec: { readonly names: { readonly plural: string; readonly shortNames: readonly string[] } };
}

function read(path: string): string {
  return readFileSync(join(repositoryRoot, path), 'utf8');
}

function fill(page: string, name: string, content: string): string {
  const section = new RegExp(`(<!-- generated: ${name} -->\\n)[\\s\\S]*?(<!-- end -->)`);
  if (!section.test(page)) throw new Error(`there is no place for "${name}" on the page`);
  return page.replace(section, (_, begin: string, end: string) => `${begin}\n${content}\n${end}`);
}

function listPlanProblems(code: string, files: Readonly<Record<string, string>>): readonly string[] {
  const parsed = parseManifest(code);
  if (parsed.kind === 'problems') return parsed.problems.map(renderProblem);
  const profiles = parseProfiles(files);
  if (profiles.kind === 'problems') return profiles.problems.map(renderProblem);
  return profiles.profiles.flatMap((profile) => {
    const built = buildPlan({ manifest: parsed.manifest, profile, facts: someFacts() });
    return built.kind === 'problems' ? built.problems.map(renderProblem) : [];
  });
}

function listProfileProblems(files: Readonly<Record<string, string>>): readonly string[] {
  const parsed = parseProfiles(files);
  return parsed.kind === 'problems' ? parsed.problems.map(renderProblem) : [];
}

/** As GitHub makes them of headings. */
function listAnchors(page: string): readonly string[] {
  return [...page.matchAll(/^#+ (?<heading>.+)$/gm)].map(({ groups }) =>
    (groups?.['heading'] ?? '')
      .toLowerCase()
      .replaceAll(/[^\p{L}\p{N} _-]/gu, '')
      .replaceAll(' ', '-'),
  );
}
