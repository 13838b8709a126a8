import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { renderProblem, type Problem } from '../../src/manifest/document/problem.ts';
import type { Manifest } from '../../src/manifest/schema/manifest.ts';
import { parseManifest } from '../../src/manifest/parse-manifest.ts';
import { buildPlan, type PlanInputs } from '../../src/plan/build-plan.ts';
import type { Facts } from '../../src/plan/facts.ts';
import type { Plan } from '../../src/plan/plan.ts';
import { parseProfiles } from '../../src/profile/parse-profiles.ts';
import type { Profile } from '../../src/profile/profile.ts';

const environments = join(import.meta.dirname, '..', '..', 'environments');

/** Reads a manifest that the test knows to be in order. */
export function aManifest(text: string): Manifest {
  const parsed = parseManifest(text);
  if (parsed.kind === 'problems') throw new Error(renderProblems(parsed.problems));
  return parsed.manifest;
}

/** The shipped profile `preview`, with what the test adds to it in the words of an operator. */
export function aProfile(additions = '', name = 'preview'): Profile {
  const shipped = Object.fromEntries(
    readdirSync(environments)
      .filter((file) => file.endsWith('.yaml'))
      .map((file) => [file.replace('.yaml', ''), readFileSync(join(environments, file), 'utf8')]),
  );
  const parsed = parseProfiles({ base: shipped['base'] ?? '', [name]: `${shipped[name] ?? ''}\n${additions}\n` });
  if (parsed.kind === 'problems') throw new Error(renderProblems(parsed.problems));
  return parsed.profiles[0]!;
}

export function someFacts(changes: Partial<Facts> = {}): Facts {
  return {
    repository: { owner: 'acme', name: 'shop' },
    pullRequest: { number: 42, sha: '4f1c9d2e'.repeat(5), branch: 'Feature/ÄÖ', base: 'main', author: 'ada' },
    changedFiles: [],
    uses: {},
    ...changes,
  };
}

/** Builds a plan that the test knows to be possible. */
export function aPlan(inputs: Omit<PlanInputs, 'facts'> & { facts?: Facts }): Plan {
  const built = buildPlan({ facts: someFacts(), ...inputs });
  if (built.kind === 'problems') throw new Error(renderProblems(built.problems));
  return built.plan;
}

export function renderProblems(problems: readonly Problem[]): string {
  return `${problems.map(renderProblem).join('\n')}\n`;
}
