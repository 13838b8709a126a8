import { expect, test } from 'vitest';
import { determineNews } from '../../../src/engine/report/determine-news.ts';
import type { Environment } from '../../../src/environment/environment.ts';
import { aCondition, anEnvironment, firstSha, secondSha } from '../../report/an-environment.ts';

const startMs = Date.parse('2026-05-04T10:00:00Z');
const deploying = { phase: 'Deploying', startedAt: '2026-05-04T10:00:00.000Z', liveAt: undefined } as const;

test('that it is live, that it failed before it ever was, and what blocks its end is told at once', () => {
  expect(look(anEnvironment())).toMatchObject({ kind: 'now', commentAfterMs: undefined });
  expect(look(anEnvironment({ status: { phase: 'Failed', liveAt: undefined } }))).toMatchObject({
    kind: 'now',
    commentAfterMs: undefined,
  });
  const blocked = { phase: 'TearingDown' as const, blockers: ['Pod/web: keep'] };
  expect(look(anEnvironment({ spec: { desired: 'Removed' }, status: blocked }))).toMatchObject({
    kind: 'now',
    commentAfterMs: undefined,
  });
});

test('a deploy is commented on once it has taken half a minute, and not before', () => {
  const environment = anEnvironment({ status: deploying });

  expect(look(environment, 10_000)).toMatchObject({ kind: 'now', commentAfterMs: 20_000 });
  expect(look(environment, 30_000)).toMatchObject({ kind: 'now', commentAfterMs: undefined });
});

test('what was live and falters for a moment is no news until it has lasted', () => {
  const environment = anEnvironment({ status: { phase: 'Failed' } });
  const { digest } = look(environment);
  const seen = { digest, atMs: startMs };

  expect(look(environment)).toMatchObject({ kind: 'later', waitMs: 15_000 });
  expect(determineNews(environment, seen, startMs + 14_000)).toMatchObject({ kind: 'later', waitMs: 1_000 });
  expect(determineNews(environment, seen, startMs + 15_000)).toMatchObject({ kind: 'now' });
});

test('what changes meanwhile waits anew', () => {
  const before = anEnvironment({ status: { phase: 'Failed' } });
  const after = anEnvironment({
    status: { phase: 'Failed', conditions: [aCondition('Released', 'CrashLoop')] },
  });

  const news = determineNews(after, { digest: look(before).digest, atMs: startMs }, startMs + 14_000);

  expect(news).toMatchObject({ kind: 'later', waitMs: 15_000 });
});

test('a brief wait, and a commit that is about to begin, are not worth a word', () => {
  expect(look(anEnvironment({ status: { phase: 'Waiting' } }))).toMatchObject({ kind: 'later', waitMs: 3_000 });
  const approval = { sha: secondSha, actorId: 7, actor: 'alice', by: 'push' } as const;
  expect(look(anEnvironment({ spec: { approval }, status: { commit: firstSha } }))).toMatchObject({
    kind: 'later',
    waitMs: 3_000,
  });
});

test('a teardown is commented on when it is verified, and not on its way', () => {
  const going = anEnvironment({ spec: { desired: 'Removed' }, status: { phase: 'TearingDown' } });
  const conditions = [aCondition('Removed', 'NothingLeft', '', 'True')];
  const gone = anEnvironment({ spec: { desired: 'Removed' }, status: { phase: 'TearingDown', conditions } });

  expect(look(going)).toMatchObject({ kind: 'now', commentAfterMs: Infinity });
  expect(look(gone)).toMatchObject({ kind: 'now', commentAfterMs: undefined });
});

test('counters and times are no content', () => {
  const one = anEnvironment({ status: { timeline: [{ at: '2026-05-04T10:00:00Z', text: 'Live' }] } });
  const other = anEnvironment({ status: { timeline: [], observedGeneration: 7 } });

  expect(look(one).digest).toBe(look(other).digest);
  expect(look(one).digest).not.toBe(look(anEnvironment({ status: { phase: 'Failed' } })).digest);
});

function look(environment: Environment, afterMs = 0): ReturnType<typeof determineNews> {
  return determineNews(environment, undefined, startMs + afterMs);
}
