import { describe, expect, test } from 'vitest';
import { determineRoute, type Rule } from '../../../sandbox/gateway/determine-route.ts';

const backend = (service: string) => ({ namespace: 'shop', service, port: 80 });
const rule = (service: string, path = '/', more: Partial<Rule> = {}): Rule => ({
  path,
  pathType: 'Prefix',
  backend: backend(service),
  ...more,
});

describe('determineRoute', () => {
  const rules = [
    rule('anyone'),
    rule('wildcard', '/', { host: '*.example.com' }),
    rule('web', '/', { host: 'web.example.com' }),
    rule('api', '/api', { host: 'web.example.com' }),
    rule('version', '/api/v', { host: 'web.example.com' }),
    rule('exact', '/api', { host: 'web.example.com', pathType: 'Exact' }),
    rule('trailing', '/docs/', { host: 'web.example.com' }),
  ];

  test.each([
    ['an exact host wins over a wildcard and over none', 'web.example.com', '/', 'web'],
    ['hosts are compared without regard to case', 'WEB.Example.com', '/', 'web'],
    ['a wildcard stands for one label', 'shop.example.com', '/', 'wildcard'],
    ['a wildcard does not stand for two labels', 'a.shop.example.com', '/', 'anyone'],
    ['a wildcard does not stand for none', 'example.com', '/', 'anyone'],
    ['an exact path wins over a prefix of the same length', 'web.example.com', '/api', 'exact'],
    ['a longer prefix wins', 'web.example.com', '/api/users', 'api'],
    ['a prefix ends at a segment, not inside one', 'web.example.com', '/apis', 'web'],
    ['an exact path is not a prefix', 'web.example.com', '/api/', 'api'],
    ['a prefix with a slash at its end matches the path without', 'web.example.com', '/docs', 'trailing'],
    ['a rule without a host answers for any', 'localhost', '/x', 'anyone'],
  ])('%s', (_, host, path, service) => {
    expect(determineRoute(rules, host, path)?.backend.service).toBe(service);
  });

  test('nothing matches when no rule does', () => {
    expect(determineRoute([rule('web', '/', { host: 'web.example.com' })], 'other.example.com', '/')).toBeUndefined();
  });
});
