import { expect, test } from 'vitest';
import { parseManifest } from '../../../src/manifest/parse-manifest.ts';

test.each([
  'https://<< service.host >>',
  'http://<<service.host>>:8080/',
  'https://<< service.host >>/<< pr.branch >>?api=<< api.host >>#top',
  'https://<< service.host >>/<< service.name >>',
])('%s is an address of the service', (url) => {
  expect(parseManifest(withUrl(url)).kind).toBe('manifest');
});

test.each([
  'https://shop.example.com',
  'https://<< service.host >>.evil.example.com',
  'https://<< service.host >>@evil.example.com',
  'https://evil.example.com/<< service.host >>',
  'https://<< service.host >><< pr.branch >>',
  'https://<< api.host >>',
  'https://<< service.host >>:99999',
  'https://<< service.host >>:0',
  'ftp://<< service.host >>',
  '<< service.url >>',
  'https://<< service.host >>/<< service.url >>',
  'https://<< service.host >>/<< api.url >>',
  'https://<< service.host >>/<< api.outputs.path >>',
  'https://<< service.host >>/<< nobody.host >>',
  'https://<< service.host',
])('%s is not', (url) => {
  expect(parseManifest(withUrl(url)).kind).toBe('problems');
});

test.each(['healthz', '//evil.example.com/', '/\\evil.example.com', '', '/a b', 'https://evil.example.com'])(
  'no other host is asked whether the service works: ready "%s" is refused',
  (ready) => {
    const services = { api: { ready, releases: { api: { chart: './api' } } } };

    expect(parseManifest(JSON.stringify({ version: 1, services })).kind).toBe('problems');
  },
);

function withUrl(url: string): string {
  const api = {
    releases: { api: { chart: './api', outputsFrom: [{ configMapRef: { name: 'x' }, scope: 'external' }] } },
  };
  return JSON.stringify({ version: 1, services: { web: { url, releases: { web: { chart: './web' } } }, api } });
}
