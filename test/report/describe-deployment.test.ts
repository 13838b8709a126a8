import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { describeDeployment } from '../../src/report/describe-deployment.ts';
import { anEnvironment, secondSha, webUrl } from './an-environment.ts';
import { hostileEnvironment } from './hostile-text.ts';
import { situations } from './situations.ts';

const publicUrl = 'https://berth.example.com';

function describeSituation(name: string) {
  const [environment] = situations[name] ?? [];
  return environment === undefined ? undefined : describeDeployment(environment, publicUrl);
}

describe('the deployment on GitHub', () => {
  test.each([
    ['preparing', 'queued', 'Being prepared.'],
    ['deploying', 'in_progress', 'Deploying 5 releases.'],
    ['live', 'success', 'Live after 42 s.'],
    ['live-and-newer-commit', 'success', 'Live after 42 s.'],
    ['deployed-and-newer-waits', 'success', 'Live after 42 s.'],
    ['limit-reached', 'queued', 'There are as many environments as there may be.'],
    ['host-held', 'queued', 'The host staging.api.example.com is held by acme/shop#9.'],
    ['migration-failed', 'failure', 'The job Job/shop-migrate failed.'],
    ['image-not-found', 'failure', 'The image ghcr.io/acme/api:abc1234 of api/migrate cannot be pulled.'],
    ['removing', 'in_progress', 'Being removed.'],
    ['removal-held-up', 'in_progress', 'Being removed, but something holds it up.'],
    ['removed', 'inactive', 'Removed.'],
  ])('when the situation is %s is %s', (name, state, description) => {
    expect(describeSituation(name)).toMatchObject({ state, description });
  });

  test.each(['approval-needed', 'fork-refused', 'role-insufficient', 'manifest-problems'])(
    'is not there when nothing was to run: %s',
    (name) => {
      expect(describeSituation(name)).toBeUndefined();
    },
  );

  test('leads to the address only once it answers, and always to the page', () => {
    const logUrl = `${publicUrl}/environments/${anEnvironment().name}`;

    expect(describeSituation('live')).toMatchObject({ environmentUrl: `${webUrl}/`, logUrl });
    expect(describeSituation('deploying')).toMatchObject({ environmentUrl: undefined, logUrl });
    expect(describeSituation('migration-failed')).toMatchObject({ environmentUrl: undefined, logUrl });
  });

  test('of a live commit stays a success while a newer one needs an approval', () => {
    const environment = anEnvironment({
      spec: { approval: undefined, head: { ...anEnvironment().spec.head, sha: secondSha } },
      status: { phase: 'Waiting' },
    });

    expect(describeDeployment(environment, publicUrl)?.state).toBe('success');
  });

  test('fits into what GitHub takes, as one line', () => {
    fc.assert(
      fc.property(hostileEnvironment, (environment) => {
        const description = describeDeployment(environment, publicUrl)?.description ?? '';

        expect(Array.from(description).length).toBeLessThanOrEqual(140);
        expect(description).not.toMatch(/[\n\r]/);
      }),
      { numRuns: 300 },
    );
  });
});
