import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { settle } from '../helpers/hand-clock.ts';
import { aProfile } from '../plan/inputs.ts';
import {
  firstSha,
  secondSha,
  startEngine,
  sweepIntervalMs,
  type RunningEngine,
} from '../helpers/engine/start-engine.ts';

const hourMs = 3_600_000;
let berth: RunningEngine;

beforeEach(async () => {
  berth = await startEngine([aProfile('wait: { checks: [ci] }\napproval: { forks: each-commit }')]);
});
afterEach(() => berth.stop());

/** The webhook of a check that has ended. */
async function tellOfCheck(engine = berth.engine, sha = firstSha): Promise<void> {
  engine.wakeCommit({ repository: 'acme/shop', sha });
  await settle();
}

const findObjection = () => berth.environment()?.status.conditions.find(({ type }) => type === 'Admitted')?.reason;

describe('while a check has not ended', () => {
  test('GitHub is asked for it ever more seldom', async () => {
    await berth.label('preview');
    await berth.clock.advance(60_000);
    const soon = berth.github.checks.asked.length;
    await berth.clock.advance(hourMs);

    expect(findObjection()).toBe('ChecksPending');
    expect(soon).toBeGreaterThan(2);
    expect(berth.github.checks.asked.length - soon).toBeLessThan(30);
  });

  test('a webhook that was lost costs a few minutes', async () => {
    await berth.label('preview');
    await berth.clock.advance(hourMs);

    berth.github.checks.states.set('ci', 'succeeded');
    await berth.clock.advance(300_000);

    expect(berth.environment()?.status.phase).toBe('Live');
  });

  test('another commit is asked for as often as the first', async () => {
    await berth.label('preview');
    await berth.clock.advance(hourMs);

    await berth.push(secondSha);
    await berth.clock.advance(30_000);

    expect(berth.github.checks.asked.filter((sha) => sha === secondSha).length).toBeGreaterThan(2);
  });
});

test('what has failed is looked at again by the sweep alone', async () => {
  berth.github.checks.states.set('ci', 'failed');
  await berth.label('preview');
  const { length } = berth.github.checks.asked;

  await berth.clock.advance(sweepIntervalMs - 1);
  expect(findObjection()).toBe('ChecksFailed');
  expect(berth.github.checks.asked).toHaveLength(length);

  berth.github.checks.states.set('ci', 'succeeded');
  await berth.clock.advance(1);
  expect(berth.environment()?.status.phase).toBe('Live');
});

describe('once GitHub tells of a check', () => {
  test('it goes on at once, also after that check had failed', async () => {
    berth.github.checks.states.set('ci', 'failed');
    await berth.label('preview');
    await berth.clock.advance(1_000);

    berth.github.checks.states.set('ci', 'succeeded');
    await tellOfCheck();

    expect(berth.environment()?.status.phase).toBe('Live');
  });

  test('while it is being read how the check stands, that is read once more', async () => {
    const { checks } = berth.github;
    checks.before = () => {
      checks.before = () => Promise.resolve();
      checks.states.set('ci', 'succeeded');
      return tellOfCheck();
    };

    await berth.label('preview');
    await settle();

    expect(berth.environment()?.status.phase).toBe('Live');
  });

  test('of a commit that was approved, and is no longer the newest', async () => {
    berth.github.pullRequests.get('acme/shop#1')!.origin = 'fork';
    await berth.label('preview');
    await berth.push(secondSha);
    expect(berth.environment()?.spec).toMatchObject({ head: { sha: secondSha }, approval: { sha: firstSha } });

    berth.github.checks.states.set('ci', 'succeeded');
    await tellOfCheck();

    expect(berth.environment()?.status).toMatchObject({ phase: 'Live', commit: firstSha });
  });

  test('to a replica that does not work on it, the one that does goes on', async () => {
    const other = await berth.join();
    await berth.label('preview');
    const isOther = other.shares.holds(berth.environment()!);

    berth.github.checks.states.set('ci', 'succeeded');
    await tellOfCheck(isOther ? berth.engine : other.engine);

    expect(berth.environment()?.status.phase).toBe('Live');
  });
});
