import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { longestHelmRelease, longestLabel, shortenName, toDnsName, toLabelValue } from '../../src/plan/names.ts';
import { renderHost, renderNamespace } from '../../src/plan/render-names.ts';
import { aProfile, someFacts } from './inputs.ts';

const dnsLabel = /^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$/;
const owner = fc.stringMatching(/^[A-Za-z0-9]{1,20}(-[A-Za-z0-9]{1,18})?$/);
const repository = fc.stringMatching(/^[A-Za-z0-9._-]{1,100}$/).filter((name) => !['.', '..'].includes(name));
const service = fc.stringMatching(/^[A-Za-z][A-Za-z0-9]{0,30}(-[A-Za-z0-9]{1,30})?$/);
const facts = fc
  .record({ owner, name: repository, number: fc.integer({ min: 1, max: 10_000_000 }) })
  .map(({ number, ...repo }) => someFacts({ repository: repo, pullRequest: { ...someFacts().pullRequest, number } }));

describe('names', () => {
  test('the examples in the comments are true', () => {
    expect(shortenName('payments-reconciliation-nightly-report-generator-with-archive', longestHelmRelease)).toBe(
      'payments-reconciliation-nightly-report-gener-e8bd4618',
    );
    expect(toDnsName('shop.io')).toBe('shop-io-da8f2e');
  });

  test('are left alone where they fit', () => {
    expect(shortenName('postgres', longestHelmRelease)).toBe('postgres');
    expect(toDnsName('order-api')).toBe('order-api');
  });

  test('are never longer than they may be, and unchanged up to there', () => {
    for (let length = 45; length <= 70; length += 1) {
      const name = 'a'.repeat(length);

      expect(shortenName(name, longestHelmRelease).length).toBe(Math.min(length, longestHelmRelease));
      expect(shortenName(name, longestHelmRelease) === name).toBe(length <= longestHelmRelease);
    }
  });

  test('that begin alike stay apart when they are shortened', () => {
    fc.assert(
      fc.property(
        fc.stringMatching(/^[a-z]{80}$/),
        fc.string({ minLength: 1 }),
        fc.string({ minLength: 1 }),
        (start, a, b) => {
          fc.pre(a !== b);

          expect(shortenName(start + a, 53)).not.toBe(shortenName(start + b, 53));
        },
      ),
    );
  });

  test('of any repository, pull request and service are valid in Kubernetes and DNS', () => {
    const profile = aProfile();

    fc.assert(
      fc.property(facts, service, (about, name) => {
        expect(renderNamespace(profile, about)).toMatch(dnsLabel);
        expect(
          renderHost(profile, about, name)
            .split('.')
            .every((label) => dnsLabel.test(label)),
        ).toBe(true);
        expect(renderHost(profile, about, name)).toMatch(/\.preview\.example\.com$/);
      }),
    );
  });

  test('of two pull requests are never the same', () => {
    const profile = aProfile();

    fc.assert(
      fc.property(facts, facts, (a, b) => {
        fc.pre(identify(a) !== identify(b));

        expect(renderNamespace(profile, a)).not.toBe(renderNamespace(profile, b));
      }),
      { numRuns: 2_000 },
    );
  });

  test('made from any text are valid label values', () => {
    fc.assert(
      fc.property(fc.string(), (text) => /^([A-Za-z0-9]([\w.-]{0,61}[A-Za-z0-9])?)?$/.test(toLabelValue(text))),
    );
    expect(toLabelValue('x'.repeat(100))).toHaveLength(longestLabel);
  });

  test('made from texts that differ only in characters that have to go stay apart', () => {
    expect(new Set(['a.b', 'a-b', 'a_b', 'a--b', '-a-b'].map(toDnsName)).size).toBe(5);
  });
});

function identify({ repository: { owner: account, name }, pullRequest }: ReturnType<typeof someFacts>): string {
  return `${account}/${name}#${pullRequest.number}`.toLowerCase();
}
