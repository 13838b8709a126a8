import { createCheckRun, updateCheckRun } from '../actions/checks.ts';
import type { NewCheckRun } from '../actions/checks.ts';
import { resolveCommit } from '../git/refs.ts';
import { readCommit } from '../git/read-commits.ts';
import { forbidden, notFound, unprocessable } from '../http/api-error.ts';
import { paginate } from '../http/paginate.ts';
import { created, ok, readRoute, writeRoute } from '../http/route.ts';
import type { Answer, RepositoryCall, Route, SignedCall } from '../http/route.ts';
import { renderAnnotation, renderCheckRun, renderCheckSuite } from '../render/check.ts';
import { renderMinimalRepository } from '../render/repository.ts';
import type { CheckRun, CheckSuite } from '../state/check.ts';
import { readCheckRunChange } from './check-run-request.ts';
import { requireCommit } from './commit-statuses.ts';

const read = 'checks:read';
const write = 'checks:write';
const runs = '/repos/{owner}/{repo}/check-runs';
const run = `${runs}/{check_run_id}` as const;
const suite = '/repos/{owner}/{repo}/check-suites/{check_suite_id}';
const commit = '/repos/{owner}/{repo}/commits/{ref}';

export const checkRoutes: readonly Route[] = [
  writeRoute(`POST ${runs}`, write, 'write', create),
  readRoute(`GET ${run}`, read, (call) => ok(renderRun(call, requireRun(call)))),
  writeRoute(`PATCH ${run}`, write, 'write', change),
  readRoute(`GET ${run}/annotations`, read, (call) => {
    const found = requireRun(call);
    const { items, headers } = paginate(call, found.output.annotations);
    return ok(
      items.map((each) => renderAnnotation(call.world.links, call.repository, found, each)),
      headers,
    );
  }),
  readRoute(`GET ${suite}`, read, async (call) => {
    const found = call.repository.checkSuites.find(({ id }) => String(id) === call.params['check_suite_id']);
    if (!found) throw notFound();
    return ok(await renderSuite(call, found));
  }),
  readRoute(`GET ${suite}/check-runs`, read, (call) =>
    answerRuns(call, (each) => String(each.suiteId) === call.params['check_suite_id']),
  ),
  readRoute(`GET ${commit}/check-runs`, read, async (call) => {
    const sha = await requireCommit(call);
    return answerRuns(call, (each) => each.sha === sha);
  }),
  readRoute(`GET ${commit}/check-suites`, read, async (call) => {
    const sha = await requireCommit(call);
    const found = call.repository.checkSuites.filter((each) => each.sha === sha);
    const { items, headers } = paginate(call, found);
    const rendered = await Promise.all(items.map((each) => renderSuite(call, each)));
    return ok({ total_count: found.length, check_suites: rendered }, headers);
  }),
];

function requireRun({ repository, params }: RepositoryCall): CheckRun {
  const found = repository.checkRuns.find(({ id }) => String(id) === params['check_run_id']);
  if (!found) throw notFound();
  return found;
}

function renderRun({ world, state, repository }: RepositoryCall, found: CheckRun) {
  return renderCheckRun(world.links, state.app, repository, found);
}

async function renderSuite({ world, state, repository }: RepositoryCall, found: CheckSuite) {
  const head = await readCommit(repository.directory, found.sha);
  const rendered = renderCheckSuite(world.links, state.app, repository, found, head);
  return { ...rendered, repository: renderMinimalRepository(world.links, repository) };
}

/** By itself GitHub lists only the newest run of each name. */
function answerRuns(call: RepositoryCall, matches: (each: CheckRun) => boolean): Answer {
  const { query, repository, state } = call;
  const asked = (name: string, value: string) => query.get(name) === null || query.get(name) === value;
  const matching = repository.checkRuns.filter(
    (each) =>
      matches(each) &&
      asked('check_name', each.name) &&
      asked('status', each.status) &&
      asked('app_id', String(state.app.id)),
  );
  const newest = new Map(matching.map((each) => [each.name, each]));
  const found = query.get('filter') === 'all' ? matching : [...newest.values()];
  const { items, headers } = paginate(call, found.toReversed());
  return ok({ total_count: found.length, check_runs: items.map((each) => renderRun(call, each)) }, headers);
}

async function create(call: SignedCall): Promise<Answer> {
  const { world, repository, account, body, actor } = call;
  if (actor.kind !== 'installation') throw forbidden('You must authenticate via a GitHub App.');
  const { name, head_sha: head } = body as { name: string; head_sha: string };
  const sha = await resolveCommit(repository.directory, head);
  if (sha === undefined || sha !== head) throw unprocessable(`No commit found for SHA: ${head}`);
  const blank: NewCheckRun = {
    ...{ name, sha, status: 'queued', conclusion: undefined, detailsUrl: undefined, externalId: '' },
    ...{ startedAt: world.clock.now(), completedAt: undefined, actions: [] },
    output: { title: undefined, summary: undefined, text: undefined, annotations: [] },
  };
  const wanted = { ...blank, ...readCheckRunChange(body, blank.output) };
  return created(renderRun(call, await createCheckRun(world, repository, account, wanted)));
}

async function change(call: SignedCall): Promise<Answer> {
  const { world, repository, account, actor } = call;
  if (actor.kind !== 'installation') throw forbidden('You must authenticate via a GitHub App.');
  const found = requireRun(call);
  await updateCheckRun(world, repository, account, { run: found, change: readCheckRunChange(call.body, found.output) });
  return ok(renderRun(call, found));
}
