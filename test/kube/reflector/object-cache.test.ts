import { describe, expect, test } from 'vitest';
import type { RawObject } from '../../../src/kube/raw-object.ts';
import { createObjectCache, type ObjectCache } from '../../../src/kube/reflector/object-cache.ts';

type Known = ObjectCache<string>;

const createCache = () =>
  createObjectCache<string>({
    project: ({ metadata }) =>
      metadata.name === 'hidden' ? undefined : `${metadata.name} ${metadata.resourceVersion}`,
    onChange: () => undefined,
  });

function build(namespace: string, name: string, resourceVersion: string): RawObject {
  return { metadata: { namespace, name, resourceVersion } };
}

test('what is listed is the same list until something of it changes, by whatever way', () => {
  const known = createCache();
  known.replaceAll([build('shop', 'a', '1'), build('shop', 'hidden', '1'), build('other', 'x', '1')], '1');
  const lists: (readonly string[])[] = [];
  const all: (readonly string[])[] = [];
  const note = () => {
    lists.push(known.list('shop'));
    all.push(known.list());
  };

  note();
  known.apply('MODIFIED', build('other', 'x', '2'));
  note();
  known.apply('ADDED', build('shop', 'b', '3'));
  note();
  known.put(build('shop', 'b', '4'));
  note();
  known.drop('shop', 'a', '5');
  note();
  known.apply('DELETED', build('shop', 'b', '6'));
  note();

  expect(lists[1]).toBe(lists[0]);
  expect(lists).toEqual([['a 1'], ['a 1'], ['a 1', 'b 3'], ['a 1', 'b 4'], ['b 4'], []]);
  expect(all).toEqual([
    ['a 1', 'x 1'],
    ['a 1', 'x 2'],
    ['a 1', 'b 3', 'x 2'],
    ['a 1', 'b 4', 'x 2'],
    ['b 4', 'x 2'],
    ['x 2'],
  ]);
});

describe('what was put beside the watch counts against a list', () => {
  test('that is older, as long as the watch is not past it', () => {
    const known = createCache();
    known.replaceAll([], '1');

    known.put(build('shop', 'a', '5'));
    known.replaceAll([], '3');

    expect(known.list('shop')).toEqual(['a 5']);
  });

  test.each<readonly [string, (known: Known) => void]>([
    ['a change', (known) => known.apply('ADDED', build('shop', 'b', '6'))],
    ['a bookmark', (known) => known.advance('5')],
    ['a newer list', (known) => known.replaceAll([build('shop', 'a', '5')], '6')],
    [
      'its removal',
      (known) => {
        known.drop('shop', 'a', '5');
        known.apply('ADDED', build('shop', 'a', '6'));
      },
    ],
  ])('no more after %s', (_, pass) => {
    const known = createCache();
    known.replaceAll([], '1');
    known.put(build('shop', 'a', '5'));

    pass(known);
    known.replaceAll([], '3');

    expect(known.list('shop')).toEqual([]);
  });
});
