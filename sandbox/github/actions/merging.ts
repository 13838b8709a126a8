import { mergeCommits } from '../git/merge.ts';
import { listRefs, updateRef } from '../git/refs.ts';
import { ApiError } from '../http/api-error.ts';
import type { Account } from '../state/account.ts';
import type { PullRequest } from '../state/pull-request.ts';
import { fullName } from '../state/repository.ts';
import type { World } from '../world.ts';
import type { MergeMethod } from './actions.ts';
import { finishPullRequest } from './finish-pull-request.ts';
import { applyPush } from './push.ts';

export interface MergeOptions {
  readonly method: MergeMethod;
  readonly title?: string | undefined;
  readonly message?: string | undefined;
  /** The head that the person looked at: another one refuses the merge. */
  readonly sha?: string | undefined;
}

/** Merges a pull request; resolves to the commit on its base branch. */
export function mergePullRequest(
  world: World,
  pullRequest: PullRequest,
  actor: Account,
  options: MergeOptions,
): Promise<string> {
  const { repository, head, base } = pullRequest;
  return world.lock(repository, async () => {
    if (pullRequest.state === 'closed' || pullRequest.draft) {
      throw new ApiError(405, { message: 'Pull Request is not mergeable' });
    }
    if (options.sha !== undefined && options.sha !== head.sha) {
      throw new ApiError(409, { message: 'Head branch was modified. Review and try the merge again.' });
    }
    const ref = `refs/heads/${base.ref}`;
    const before = (await listRefs(repository.directory, ref)).get(ref) ?? base.sha;
    const after = await mergeCommits(repository.directory, {
      ...{ base: before, head: head.sha, method: options.method },
      message: buildMessage(pullRequest, options),
      author: { name: actor.name, email: actor.email, at: world.clock.now() },
    });
    if (after === undefined) throw new ApiError(405, { message: 'Merge conflict' });
    await updateRef(repository.directory, ref, after);
    pullRequest.merge = { at: world.clock.now(), by: actor, sha: after };
    finishPullRequest(world, pullRequest, actor);
    await applyPush(world, repository, actor, [{ ref, before, after }], 'merge');
    return after;
  });
}

function buildMessage({ number, title, head, repository }: PullRequest, options: MergeOptions): string {
  const owner = fullName(head.repository ?? repository).split('/')[0] ?? '';
  const squashed = options.method === 'squash';
  const subject =
    options.title ?? (squashed ? `${title} (#${number})` : `Merge pull request #${number} from ${owner}/${head.ref}`);
  const body = options.message ?? (squashed ? '' : title);
  return body === '' ? subject : `${subject}\n\n${body}`;
}
