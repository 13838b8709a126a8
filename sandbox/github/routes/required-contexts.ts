import { listLatestStatuses } from '../actions/commit-statuses.ts';
import type { Repository } from '../state/repository.ts';

/** Contexts that keep a commit from being deployed: of those named, or of all that said something, the ones without success. */
export function listFailingContexts(
  repository: Repository,
  sha: string,
  required: readonly string[] | undefined,
): string[] {
  const states = new Map<string, boolean>();
  for (const { context, state } of listLatestStatuses(repository, sha)) states.set(context, state === 'success');
  for (const { name, conclusion, sha: of } of repository.checkRuns) {
    if (of === sha) states.set(name, conclusion === 'success' || conclusion === 'neutral' || conclusion === 'skipped');
  }
  return (required ?? [...states.keys()]).filter((context) => states.get(context) !== true);
}
