import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  determinePhase,
  type Phase,
  type PhaseFacts,
  type ReleasePhase,
} from '../../src/environment/determine-phase.ts';
import { reasons } from '../../src/environment/reasons.ts';

type Seen = PhaseFacts['conditions'][number];

function yes(type: string, observedGeneration = 2): Seen {
  return { type, status: 'True', reason: 'Any', observedGeneration };
}

function no(reason: string, observedGeneration = 2): Seen {
  return { type: 'Released', status: 'False', reason, observedGeneration };
}

function determine(
  conditions: readonly Seen[],
  releases: readonly ReleasePhase[],
  desire: PhaseFacts['desire'] = 'deploy',
): Phase {
  return determinePhase({ desire, generation: 2, conditions, releases: releases.map((phase) => ({ phase })) });
}

const live = [yes('Planned'), yes('Released'), yes('Reachable')];

describe('the phase of an environment', () => {
  test.each<[string, Seen[], ReleasePhase[], Phase]>([
    ['nothing is known', [], [], 'Pending'],
    ['it is approved and not planned', [yes('Approved')], [], 'Pending'],
    ['it needs an approval', [no('ApprovalNeeded')], [], 'Waiting'],
    ['a host is held', [yes('Planned'), no('HostHeld')], ['Pending'], 'Waiting'],
    ['it is planned', [yes('Planned')], ['Pending'], 'Deploying'],
    ['an API is away', [yes('Planned'), no('ApiUnavailable')], ['Settling'], 'Deploying'],
    ['all is ready and the address silent', [yes('Planned'), yes('Released')], ['Ready'], 'Deploying'],
    ['all is ready and answers', live, ['Ready', 'Ready'], 'Live'],
    ['it deploys nothing of its own and answers', live, [], 'Live'],
    ['a release settles again', live, ['Ready', 'Settling'], 'Deploying'],
    [
      'the address answered for an older commit',
      [yes('Planned'), yes('Released'), yes('Reachable', 1)],
      ['Ready'],
      'Deploying',
    ],
    ['a release failed and others go on', [yes('Planned')], ['Failed', 'Applying'], 'Failed'],
    ['a failure is final while something waits', [no('HostHeld'), no('ImagePullFailed')], ['Pending'], 'Failed'],
    ['the failure was of an older commit', [yes('Planned'), no('ImagePullFailed', 1)], ['Applying'], 'Deploying'],
    ['berth made a mistake', [no('InternalError')], [], 'Failed'],
    ['another version gave the reason', [no('NotYetInvented')], [], 'Waiting'],
  ])('when %s', (_, conditions, releases, phase) => {
    expect(determine(conditions, releases)).toBe(phase);
  });

  test('is of what is there when nothing is to be done, and of the teardown when all is to go', () => {
    expect(determine(live, ['Ready'], 'leaveAlone')).toBe('Live');
    expect(determine(live, ['Ready'], 'tearDown')).toBe('TearingDown');
    expect(determine([no('TeardownBlocked')], ['Failed'], 'tearDown')).toBe('TearingDown');
  });

  test('is never Live beside a release that is not ready or a condition that is false', () => {
    const release = fc.constantFrom<ReleasePhase>('Pending', 'Applying', 'Settling', 'Ready', 'Failed', 'Removing');
    const blocking = Object.keys(reasons).filter((name) => name !== 'ApiUnavailable' && name !== 'AddressSilent');
    fc.assert(
      fc.property(fc.array(release), fc.constantFrom(...blocking), (releases, reason) => {
        if (releases.some((phase) => phase !== 'Ready')) expect(determine(live, releases)).not.toBe('Live');
        expect(determine([...live, no(reason)], releases)).not.toBe('Live');
      }),
    );
  });
});
