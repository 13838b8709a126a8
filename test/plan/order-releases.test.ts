import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { orderReleases, type Unordered } from '../../src/plan/order-releases.ts';

/** Each release may depend on those before it, so that there is no cycle; then they are shuffled. */
const graph = fc
  .array(fc.array(fc.nat(), { maxLength: 3 }), { minLength: 1, maxLength: 12 })
  .map((rows) =>
    rows.map((others, index): Unordered => {
      const dependencies = index === 0 ? [] : others.map((other) => `r${other % index}`);
      return { id: `r${index}`, dependencies: [...new Set(dependencies)] };
    }),
  )
  .chain((releases) => fc.shuffledSubarray(releases, { minLength: releases.length }));
const estimates = fc.dictionary(fc.stringMatching(/^r\d{1,2}$/), fc.nat(100_000));

describe('the order of releases', () => {
  test('has each of them once, after all that it depends on', () => {
    fc.assert(
      fc.property(graph, estimates, (releases, estimatesMs) => {
        const ids = orderReleases(releases, estimatesMs).map(({ id }) => id);

        expect(ids.toSorted()).toEqual(releases.map(({ id }) => id).toSorted());
        for (const { id, dependencies } of releases) {
          for (const other of dependencies) expect(ids.indexOf(other)).toBeLessThan(ids.indexOf(id));
        }
      }),
    );
  });

  test('weighs each by the longest way that still lies behind it', () => {
    fc.assert(
      fc.property(graph, estimates, (releases, estimatesMs) => {
        const ordered = orderReleases(releases, estimatesMs);

        for (const { id, dependents, remainingMs } of ordered) {
          const own = estimatesMs[id] ?? 15_000;
          const behind = ordered.filter((other) => dependents.includes(other.id)).map((other) => other.remainingMs);
          expect(remainingMs).toBe(own + Math.max(0, ...behind));
        }
      }),
    );
  });

  test('names as dependents exactly those that depend on it', () => {
    fc.assert(
      fc.property(graph, (releases) => {
        for (const { id, dependents } of orderReleases(releases, {})) {
          const expected = releases.filter(({ dependencies }) => dependencies.includes(id)).map((other) => other.id);
          expect(dependents).toEqual(expected);
        }
      }),
    );
  });
});
