import type { Environment } from '../../environment/environment.ts';
import type { Problem } from '../../manifest/document/problem.ts';
import { parseManifest } from '../../manifest/parse-manifest.ts';
import { buildPlan } from '../../plan/build-plan.ts';
import type { Facts } from '../../plan/facts.ts';
import type { PlannedRelease } from '../../plan/plan.ts';
import type { Profile } from '../../profile/profile.ts';
import type { EngineParts } from '../engine-parts.ts';
import type { Goal } from '../graph/goal.ts';
import type { PreparedChart } from '../ports/helm.ts';
import { estimateReleases } from './estimate-releases.ts';

export type PreparedGoal =
  { readonly kind: 'goal'; readonly goal: Goal } | { readonly kind: 'problems'; readonly problems: readonly Problem[] };

type Parts = Pick<EngineParts, 'github' | 'sources' | 'charts' | 'cluster'>;

/**
 * Reads the manifest at the approved commit and prepares all that its releases need from disk. Throws an EngineError where
 * that cannot be had.
 */
export async function prepareGoal(
  environment: Environment,
  profile: Profile,
  parts: Parts,
  signal: AbortSignal,
): Promise<PreparedGoal> {
  const { repository, pullRequest, approval } = environment.spec;
  if (approval === undefined) throw new Error(`preparing "${environment.name}": no commit is approved`);
  const { sha } = approval;
  const source = await parts.sources.ensureSource({ repository, sha }, signal);
  const manifest = await readManifest(source, parts);
  if (manifest.kind === 'problems') return manifest;
  const changedFiles =
    profile.services === 'all' ? [] : await parts.github.listChangedFiles({ repository, number: pullRequest });
  const facts = toFacts(environment, sha, changedFiles);
  const estimatesMs = estimateReleases(repository, parts.cluster.environments.list());
  const built = buildPlan({ manifest: manifest.manifest, profile, facts, estimatesMs });
  if (built.kind === 'problems') return built;
  const [charts, files] = await Promise.all([
    prepareCharts(built.plan.releases, source, parts, signal),
    prepareEach(built.plan.releases, (release) => readValuesFiles(release, source, parts)),
  ]);
  const problems = [...files.values()].flatMap((one) => (one.kind === 'problem' ? [one.problem] : []));
  if (problems.length > 0) return { kind: 'problems', problems };
  const valuesFiles = new Map([...files].map(([id, one]) => [id, one.kind === 'texts' ? one.texts : []] as const));
  return { kind: 'goal', goal: { sha, profile, plan: built.plan, charts, valuesFiles } };
}

export const manifestFile = '.berth.yaml';
/** What the parser takes at most. */
const manifestLimitBytes = 64 * 1024;
const valuesFileLimitBytes = 1024 * 1024;

async function readManifest(source: string, { sources }: Parts) {
  const text = await sources.readSourceFile(source, manifestFile, manifestLimitBytes + 1);
  if (text !== undefined) return parseManifest(text, manifestFile);
  const message = 'The repository has no manifest at this commit.';
  const hint = `Add a file ${manifestFile} at the top of the repository that says what there is to deploy.`;
  return { kind: 'problems', problems: [toProblem(manifestFile, message, hint)] } as const;
}

function toProblem(file: string, message: string, hint: string): Problem {
  return { file, line: 1, column: 1, path: [], message, hint };
}

function toFacts({ spec }: Environment, sha: string, changedFiles: readonly string[]): Facts {
  const [owner = '', name = ''] = spec.repository.split('/');
  const { branch, base, author } = spec.head;
  return {
    repository: { owner, name },
    pullRequest: { number: spec.pullRequest, sha, branch, base, author },
    changedFiles,
    uses: {},
  };
}

/**
 * Once one of them cannot be had, nobody waits for the others any more. What several releases use is read once: with fifty of
 * one chart that took as long as all the rest of preparing.
 */
async function prepareCharts(
  releases: readonly PlannedRelease[],
  source: string,
  { charts }: Parts,
  signal: AbortSignal,
): Promise<ReadonlyMap<string, PreparedChart>> {
  const failing = new AbortController();
  const either = AbortSignal.any([signal, failing.signal]);
  const asked = new Map<string, Promise<PreparedChart>>();
  const prepare = ({ id, chart, version }: PlannedRelease) => {
    const key = JSON.stringify([chart, version]);
    const prepared = asked.get(key) ?? charts.ensureChart({ chart, version, source, release: id }, either);
    asked.set(key, prepared);
    return prepared;
  };
  try {
    return await prepareEach(releases, prepare);
  } catch (error) {
    failing.abort();
    throw error;
  }
}

async function prepareEach<T>(
  releases: readonly PlannedRelease[],
  prepare: (release: PlannedRelease) => Promise<T>,
): Promise<ReadonlyMap<string, T>> {
  return new Map(await Promise.all(releases.map(async (release) => [release.id, await prepare(release)] as const)));
}

type ReadValues =
  | { readonly kind: 'texts'; readonly texts: readonly string[] }
  | { readonly kind: 'problem'; readonly problem: Problem };

async function readValuesFiles(
  { id, valuesFiles }: PlannedRelease,
  source: string,
  { sources }: Parts,
): Promise<ReadValues> {
  const texts: string[] = [];
  for (const file of valuesFiles) {
    const text = await sources.readSourceFile(source, file, valuesFileLimitBytes);
    if (text === undefined) {
      const message = `${id} names the values file "${file}", which is not there at this commit.`;
      return { kind: 'problem', problem: toProblem(manifestFile, message, 'Add the file, or take its name out.') };
    }
    texts.push(text);
  }
  return { kind: 'texts', texts };
}
