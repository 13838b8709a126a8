import { InvalidArgumentError } from 'commander';
import { expect, it } from 'vitest';
import { readAppId, readPort, readWebhookUrl } from '../../../../sandbox/github/cli/read-options.ts';

it('reads ports, App ids and addresses', () => {
  expect([readPort('0'), readPort('65535'), readAppId('12')]).toEqual([0, 65_535, 12]);
  expect(readWebhookUrl('http://127.0.0.1:3000/hooks')).toBe('http://127.0.0.1:3000/hooks');
});

it.each([
  [readPort, '65536'],
  [readPort, '-1'],
  [readPort, 'http'],
  [readPort, ''],
  [readAppId, '0'],
  [readAppId, 'berth'],
  [readWebhookUrl, 'localhost:3000'],
  [readWebhookUrl, 'ftp://127.0.0.1/'],
])('refuses what is none: %o of "%s"', (read, text) => {
  expect(() => read(text)).toThrow(InvalidArgumentError);
});
