import type { GitHub } from '../../../sandbox/github/github.ts';
import type { PullRequest } from '../../../sandbox/github/state/pull-request.ts';
import { fullName } from '../../../sandbox/github/state/repository.ts';
import type { Normalizer } from './create-normalizer.ts';

export interface RecordedComments {
  /** What the App has written since the last time, each version as a part of the story. */
  take(): readonly string[];
  stop(): void;
}

interface Version {
  readonly pullRequest: string;
  readonly comment: number;
  readonly version: number;
  readonly body: string;
}

/** What is only said when a machine is slow. */
const onTheWay = /^### .* is being (prepared|deployed|removed)/m;

/** Records every version of every comment that the App writes on the pull requests, but those that tell of something under way. */
export function recordComments(
  github: GitHub,
  pullRequests: ReadonlyMap<string, PullRequest>,
  normalize: Normalizer,
): RecordedComments {
  const versions: Version[] = [];
  let told = 0;
  const look = (name: string, pullRequest: PullRequest) => {
    const own = pullRequest.comments.filter(({ viaApp }) => viaApp);
    for (const [index, { body }] of own.entries()) {
      const known = versions.filter((each) => each.pullRequest === name && each.comment === index + 1);
      if (known.at(-1)?.body === body || onTheWay.test(body)) continue;
      versions.push({ pullRequest: name, comment: index + 1, version: known.length + 1, body });
    }
  };
  const stop = github.events.subscribe((change) => {
    for (const [name, pullRequest] of pullRequests) {
      if (fullName(pullRequest.repository) === change.repository) look(name, pullRequest);
    }
  });
  return {
    stop,
    take() {
      const fresh = versions.slice(told);
      told = versions.length;
      return fresh.map(({ pullRequest, comment, version, body }) => {
        const of = pullRequest === 'it' ? '' : ` (${pullRequest})`;
        return `--- berth${of}: comment ${comment}, version ${version}\n\n${normalize.text(body).trimEnd()}`;
      });
    },
  };
}
