import { expect, test } from 'vitest';
import { determineImageReference, determineRecipeTag } from '../../../sandbox/images/determine-image-reference.ts';

test('names an image so that a manifest that uses it can be read', () => {
  expect(determineImageReference('postgres', 'localhost:5000')).toBe('localhost:5000/berth/postgres:15');
});

test('makes a tag of a digest that a registry accepts', () => {
  expect(determineRecipeTag('ab'.repeat(32))).toMatch(/^[a-z0-9][a-z0-9._-]{0,127}$/);
});
