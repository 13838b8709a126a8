import fc from 'fast-check';
import { expect, test } from 'vitest';
import { toMergePatch } from '../../../src/kube/environments/to-merge-patch.ts';

test('a patch names only what is another, and takes away what the wanted object no longer has', () => {
  const before = { phase: 'Live', address: 'a', github: { commentId: 1, deployments: [1] }, blockers: [] };

  const patch = toMergePatch(before, { phase: 'Live', address: undefined, github: { deployments: [1, 2] } });

  expect(patch).toEqual({ address: null, github: { commentId: null, deployments: [1, 2] } });
});

test('a patch is empty where all is so already, and where there is nothing to take away', () => {
  expect(toMergePatch({ a: { b: [1] } }, { a: { b: [1], c: undefined }, d: undefined })).toEqual({});
  expect(toMergePatch(undefined, {})).toEqual({});
});

test('after the patch every field that was given is exactly as it was given, and the others are as before', () => {
  // null is left out: the API server does not keep it either.
  const { tree } = fc.letrec<{ tree: unknown }>((tie) => ({
    tree: fc.oneof(
      { maxDepth: 3 },
      fc.integer(),
      fc.string(),
      fc.array(fc.integer(), { maxLength: 3 }),
      fc.dictionary(fc.constantFrom('a', 'b', 'c'), tie('tree'), { maxKeys: 3, noNullPrototype: true }),
    ),
  }));
  const fields = fc.dictionary(fc.constantFrom('x', 'y', 'z'), tree, { noNullPrototype: true });

  fc.assert(
    fc.property(fields, fields, (before, changes) => {
      const patch: unknown = JSON.parse(JSON.stringify(toMergePatch(before, changes)));

      expect(applyMergePatch(before, patch)).toEqual({ ...before, ...changes });
    }),
  );
});

/** As RFC 7396 writes it down. */
function applyMergePatch(target: unknown, patch: unknown): unknown {
  if (typeof patch !== 'object' || patch === null || Array.isArray(patch)) return patch;
  const isObject = typeof target === 'object' && target !== null && !Array.isArray(target);
  const result = new Map<string, unknown>(isObject ? Object.entries(target) : []);
  for (const [name, value] of Object.entries(patch)) {
    if (value === null) result.delete(name);
    else result.set(name, applyMergePatch(result.get(name), value));
  }
  return Object.fromEntries(result);
}
