import type { FactScope } from '../manifest/references/reference.ts';
import type { Scalar } from '../manifest/references/render-template.ts';

/** What is known of a pull request when its plan is made. */
export interface Facts {
  readonly repository: { readonly owner: string; readonly name: string };
  readonly pullRequest: {
    readonly number: number;
    /** The commit that is approved to run. */
    readonly sha: string;
    readonly branch: string;
    readonly base: string;
    readonly author: string;
  };
  /** Files that the pull request changes, from the top of the repository. */
  readonly changedFiles: readonly string[];
  /** Implementations chosen on the pull request, by service. */
  readonly uses: Readonly<Record<string, string>>;
}

/** Looks up `pr.*`, `repo.*` and `env.*`. */
export function readFact(
  { repository, pullRequest }: Facts,
  environment: { readonly profile: string; readonly namespace: string },
  { scope, key }: { readonly scope: FactScope; readonly key: string },
): Scalar {
  const { sha, ...others } = pullRequest;
  const known: Record<FactScope, Readonly<Record<string, Scalar>>> = {
    pr: { ...others, sha, shortSha: sha.slice(0, 7) },
    repo: { ...repository, fullName: `${repository.owner}/${repository.name}` },
    env: { ...environment },
  };
  const value = known[scope][key];
  if (value === undefined) throw new Error(`reading "${scope}.${key}": no such fact`); // the parser lets none through
  return value;
}
