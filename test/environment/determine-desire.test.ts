import { describe, expect, test } from 'vitest';
import { determineDesire, type Desire, type PullRequestAnswer } from '../../src/environment/determine-desire.ts';

const identity = { repository: 'acme/shop', pullRequest: 12, profile: 'preview' };
const open = {
  kind: 'found',
  repository: 'acme/shop',
  number: 12,
  state: 'open',
  labels: ['bug', 'preview'],
  headSha: 'a1',
} as const satisfies PullRequestAnswer;

const rows: readonly (readonly [string, PullRequestAnswer, Desire])[] = [
  ['open and labelled', open, { kind: 'deploy', headSha: 'a1' }],
  ['labelled in capitals', { ...open, labels: ['Preview'] }, { kind: 'deploy', headSha: 'a1' }],
  ['a repository in capitals', { ...open, repository: 'Acme/Shop' }, { kind: 'deploy', headSha: 'a1' }],
  ['open with no label', { ...open, labels: [] }, { kind: 'tearDown', because: 'unlabelled' }],
  ['a label that begins alike', { ...open, labels: ['preview-2'] }, { kind: 'tearDown', because: 'unlabelled' }],
  ['closed, still labelled', { ...open, state: 'closed' }, { kind: 'tearDown', because: 'closed' }],
  ['merged, still labelled', { ...open, state: 'merged' }, { kind: 'tearDown', because: 'merged' }],
  ['closed and unlabelled', { ...open, state: 'closed', labels: [] }, { kind: 'tearDown', because: 'closed' }],
  [
    'a 404 in a repository that is there',
    { kind: 'notFound', repository: 'found' },
    { kind: 'tearDown', because: 'pullRequestGone' },
  ],
  [
    'a 404 of the repository',
    { kind: 'notFound', repository: 'notFound' },
    { kind: 'leaveAlone', because: 'repositoryGone' },
  ],
  [
    'a 404 and no word of the repository',
    { kind: 'notFound', repository: 'failed' },
    { kind: 'leaveAlone', because: 'noAnswer' },
  ],
  ['a list without it', { kind: 'notListed' }, { kind: 'leaveAlone', because: 'notListed' }],
  ['an error', { kind: 'failed' }, { kind: 'leaveAlone', because: 'noAnswer' }],
  [
    'a closed one of another repository',
    { ...open, repository: 'acme/moved', state: 'closed' },
    { kind: 'leaveAlone', because: 'otherPullRequest' },
  ],
  [
    'a closed one of another number',
    { ...open, number: 13, state: 'closed' },
    { kind: 'leaveAlone', because: 'otherPullRequest' },
  ],
];

describe('what is wanted of an environment', () => {
  test.each(rows)('when GitHub answers with %s', (_, answer, desire) => {
    expect(determineDesire(identity, 'preview', answer)).toEqual(desire);
  });
});
