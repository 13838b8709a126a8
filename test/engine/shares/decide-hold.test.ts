import { expect, test } from 'vitest';
import { decideHold, type HoldDecision, type HoldFacts } from '../../../src/engine/shares/decide-hold.ts';

const other = { identity: 'other', epoch: 3 };
const mine = { identity: 'self', epoch: 3 };
const facts: HoldFacts = { holder: undefined, self: 'self', isOwn: true, isBusy: false, determineMsUntilGone: () => 0 };

test.each<[string, Partial<HoldFacts>, HoldDecision]>([
  ['takes what is its own and nobody holds', {}, { kind: 'take', former: undefined }],
  ['takes what was let go of', { holder: { epoch: 2 } }, { kind: 'take', former: undefined }],
  ['leaves what falls to another', { isOwn: false }, { kind: 'leave', lookAgainMs: undefined }],
  ['keeps what it holds', { holder: mine }, { kind: 'keep' }],
  ['lets go of what falls to another', { holder: mine, isOwn: false }, { kind: 'release' }],
  ['keeps it while Helm is at work on it', { holder: mine, isOwn: false, isBusy: true }, { kind: 'keep' }],
  ['takes over from one that is gone', { holder: other }, { kind: 'take', former: 'other' }],
  [
    'waits for one that may be there',
    { holder: other, determineMsUntilGone: () => 700 },
    { kind: 'leave', lookAgainMs: 700 },
  ],
  [
    'leaves what one that is gone held and falls to another',
    { holder: other, isOwn: false },
    { kind: 'leave', lookAgainMs: undefined },
  ],
])('a replica %s', (_, given, decision) => {
  expect(decideHold({ ...facts, ...given })).toEqual(decision);
});
