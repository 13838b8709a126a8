import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { commonReasons, conditions } from '../../src/environment/conditions.ts';
import { reasons, renderReason } from '../../src/environment/reasons.ts';
import { renderReasonsTable } from '../../src/environment/render-reasons-table.ts';

const rows = Object.entries(reasons);

describe('the reasons', () => {
  test.each(rows)('%s has a name of one kind, and full sentences that end with what to do', (name, { says, next }) => {
    expect(name).toMatch(/^([A-Z][a-z]+)+$/);
    expect(says).toMatch(/^(\{|[A-Z]|berth )[^.]*\.$/);
    expect(next).toMatch(/^(Mend|Correct|Use|Let|Push|Set|Ask|Take|Change|Check|Read|Wait|Look)\b.*\.$/);
  });

  test('each belong to one condition or to all of them', () => {
    const listed = [...Object.values(conditions).flatMap(({ failures }) => [...failures]), ...commonReasons];

    expect(listed.toSorted()).toEqual(Object.keys(reasons).toSorted());
  });

  test('of success are never reasons of failure, nor shared', () => {
    const successes = Object.values(conditions).map(({ success }) => success);

    expect(new Set([...successes, ...Object.keys(reasons)]).size).toBe(successes.length + rows.length);
  });

  test.each(rows)('%s shows on GitHub what its disposition means', (_, { disposition, deployment }) => {
    const allowed = {
      retry: ['queued', 'in_progress'],
      wait: ['none', 'queued', 'in_progress', 'inactive', 'failure'],
      final: ['none', 'failure'],
      bug: ['error'],
    };
    expect(allowed[disposition]).toContain(deployment);
  });

  test('are documented in a table', async () => {
    await expect(renderReasonsTable()).toMatchFileSnapshot('golden/reasons.md.txt');
  });
});

describe('the sentence of a reason', () => {
  test('names what it is about', () => {
    expect(renderReason('ImagePullFailed', { image: 'shop/api:1', release: 'api/api' })).toBe(
      'The image `shop/api:1` of `api/api` cannot be pulled. Check that it was built and that its name is right, then push.',
    );
  });

  test('shows a field as one piece of code, whatever it holds', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 400 }), (host) => {
        const sentence = renderReason('HostHeld', { host, holder: 'acme/shop#1' });

        expect(sentence.split('`')).toHaveLength(5);
        expect(sentence).not.toMatch(/[\n\r]/);
        expect(Array.from(sentence).length).toBeLessThan(350);
      }),
    );
  });

  test('does not read a field as a template', () => {
    expect(renderReason('HostHeld', { host: '{holder} $& $1', holder: 'x' })).toContain('`{holder} $& $1`');
  });
});
