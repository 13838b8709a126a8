import { expect, test } from 'vitest';
import { labelStyle, labelTag } from '../../../../sandbox/github/page/label-tag.ts';

test.each([
  ['ff0000', { r: 255, g: 0, b: 0, h: 0, s: 100, l: 50 }],
  ['0e8a16', { r: 14, g: 138, b: 22, h: 124, s: 82, l: 30 }],
  ['fbca04', { r: 251, g: 202, b: 4, h: 48, s: 97, l: 50 }],
  ['000000', { r: 0, g: 0, b: 0, h: 0, s: 0, l: 0 }],
  ['ffffff', { r: 255, g: 255, b: 255, h: 0, s: 0, l: 100 }],
])('#%s is told in parts', (color, parts) => {
  const expected = Object.entries(parts).map(([name, value]) => `--label-${name}:${value};`);

  expect(labelStyle(color)).toBe(expected.join(''));
});

test('a colour that is none is black, and brings no style of its own', async () => {
  const html = await labelTag({ name: '<b>', color: '";x:y' });

  expect(html.toString()).toContain('--label-r:0;');
  expect(html.toString()).not.toContain('x:y');
  expect(html.toString()).toContain('&lt;b&gt;');
});
