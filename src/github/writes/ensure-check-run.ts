import { createHash } from 'node:crypto';
import { z } from 'zod';
import type { GitHubWriter } from '../../engine/ports/github.ts';
import type { Problem } from '../../manifest/document/problem.ts';
import type { RepositoryClient } from '../create-github-clients.ts';
import type { Identity } from '../identity.ts';
import { askOne } from '../requests/ask.ts';
import { limitBody } from './limit-text.ts';

export type CheckWish = Parameters<GitHubWriter['ensureCheckRun']>[1];

/**
 * Makes the newest check run of that name on the commit say what is wished. GitHub adds annotations to a run and takes none
 * away, so where a run has others a new one takes its place. Where there is none and nothing to say, none is made.
 */
export async function ensureCheckRun(client: RepositoryClient, identity: Identity, wish: CheckWish): Promise<void> {
  const digest = determineDigest(wish);
  const before = await findRun(client, identity, wish);
  if (before === undefined) {
    if (wish.problems.length > 0) await writeRun(client, wish, { digest, run: undefined, sent: 0 });
    return;
  }
  const sent = before.output.annotations_count;
  const isSame = before.external_id === digest;
  if (isSame && before.status === 'completed' && sent >= wish.problems.length) return;
  const run = isSame || sent === 0 ? before.id : undefined;
  await writeRun(client, wish, { digest, run, sent: run === undefined ? 0 : sent });
}

const runs = '/repos/{owner}/{repo}/check-runs';
/** GitHub takes no more with one request. */
const annotationsAtOnce = 50;

type Run = z.output<typeof Run>;
const Run = z.object({
  id: z.int(),
  external_id: z.string().nullable(),
  status: z.string(),
  output: z.object({ annotations_count: z.int() }),
});
const Listed = z.object({ check_runs: z.array(Run) });

async function findRun(
  { octokit, place }: RepositoryClient,
  { id }: Identity,
  { sha, name }: CheckWish,
): Promise<Run | undefined> {
  const route = 'GET /repos/{owner}/{repo}/commits/{ref}/check-runs';
  const asked = { ...place, ref: sha, check_name: name, app_id: id, filter: 'latest' };
  return (await askOne(octokit, Listed, route, asked)).check_runs[0];
}

/** By it a run that was begun is known again, and that it says something else. */
function determineDigest({ title, summary, detailsUrl, problems }: CheckWish): string {
  return createHash('sha256')
    .update(JSON.stringify([title, summary, detailsUrl, problems]))
    .digest('hex');
}

interface Progress {
  readonly digest: string;
  readonly run: number | undefined;
  /** How many of the annotations are there. */
  readonly sent: number;
}

async function writeRun(
  { octokit, place }: RepositoryClient,
  wish: CheckWish,
  { digest, run, sent }: Progress,
): Promise<void> {
  const said = {
    ...place,
    name: wish.name,
    details_url: wish.detailsUrl,
    external_id: digest,
    status: 'completed',
    conclusion: wish.problems.length > 0 ? 'failure' : 'success',
  };
  let id = run;
  for (const annotations of splitBatches(wish.problems.slice(sent))) {
    const output = { title: wish.title, summary: limitBody(wish.summary), annotations };
    const written =
      id === undefined
        ? await askOne(octokit, Run, `POST ${runs}`, { ...said, head_sha: wish.sha, output })
        : await askOne(octokit, Run, `PATCH ${runs}/{check_run_id}`, { ...said, check_run_id: id, output });
    ({ id } = written);
  }
}

/** At least one, for the words. */
function splitBatches(problems: readonly Problem[]): ReturnType<typeof toAnnotation>[][] {
  const count = Math.max(1, Math.ceil(problems.length / annotationsAtOnce));
  return Array.from({ length: count }, (_, at) =>
    problems.slice(at * annotationsAtOnce, (at + 1) * annotationsAtOnce).map(toAnnotation),
  );
}

function toAnnotation({ file, line, column, message, hint }: Problem) {
  return {
    path: file,
    start_line: line,
    end_line: line,
    start_column: column,
    end_column: column,
    annotation_level: 'failure',
    message: `${message} ${hint}`,
  };
}
