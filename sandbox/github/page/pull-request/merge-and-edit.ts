import type { MergeMethod } from '../../actions/actions.ts';
import type { Review } from '../../state/pull-request.ts';
import { RefusedError, assertRole, readField } from '../act.ts';
import { makeSampleCommit } from '../sample-commit.ts';
import type { Press } from './operation.ts';

const mergeMethods = ['merge', 'squash', 'rebase'] as const satisfies readonly MergeMethod[];
const reviewStates = ['APPROVED', 'CHANGES_REQUESTED', 'COMMENTED'] as const satisfies readonly Review['state'][];

export async function merge({ github, context, pullRequest, person }: Press): Promise<void> {
  assertRole(person, pullRequest.repository, 'write', 'merge');
  const chosen = await readField(context, 'method');
  await github.actions.merge(
    pullRequest,
    person,
    mergeMethods.find((method) => method === chosen),
  );
}

export async function review({ github, context, pullRequest, person }: Press): Promise<void> {
  if (pullRequest.author === person) throw new RefusedError('Nobody can review a pull request of their own.');
  const chosen = await readField(context, 'state');
  const state = reviewStates.find((candidate) => candidate === chosen) ?? 'COMMENTED';
  github.actions.review(pullRequest, person, state, await readField(context, 'body'));
}

export async function edit({ github, context, pullRequest, person }: Press): Promise<void> {
  assertAuthorOrWriter({ pullRequest, person }, 'edit pull requests of others');
  const [title, body] = [await readField(context, 'title'), await readField(context, 'body')];
  if (title === '') throw new RefusedError('A pull request needs a title.');
  await github.actions.editPullRequest(pullRequest, person, { title, body });
}

/** A real commit on the branch, so that everything that a push causes happens. */
export async function push({ github, context, pullRequest, person }: Press): Promise<void> {
  const { repository, ref } = pullRequest.head;
  if (repository === undefined) throw new RefusedError('The fork with this branch is gone.');
  assertRole(person, repository, 'write', 'push');
  const amend = (await readField(context, 'kind')) === 'amend';
  await github.actions.commit(repository, { ...makeSampleCommit(person, github.clock.now()), branch: ref, amend });
}

export async function changeDraft({ github, context, pullRequest, person }: Press): Promise<void> {
  assertAuthorOrWriter({ pullRequest, person }, 'change the draft state of pull requests of others');
  github.actions.setDraft(pullRequest, person, (await readField(context, 'draft')) === 'yes');
}

export async function deleteBranch({ github, pullRequest, person }: Press): Promise<void> {
  const { repository, ref } = pullRequest.head;
  if (repository === undefined) throw new RefusedError('The fork with this branch is gone.');
  assertRole(person, repository, 'write', 'delete branches');
  await github.actions.deleteBranch(repository, person, ref);
}

function assertAuthorOrWriter({ pullRequest, person }: Pick<Press, 'pullRequest' | 'person'>, doing: string): void {
  if (pullRequest.author !== person) assertRole(person, pullRequest.repository, 'write', doing);
}
