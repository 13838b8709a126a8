import { describe, expect, test } from 'vitest';
import { ChartReference, renderChart } from '../../../src/manifest/schema/chart.ts';

describe('a chart', () => {
  test.each([
    ['./charts/api', { kind: 'local', path: 'charts/api' }, './charts/api'],
    ['berth/postgres', { kind: 'builtIn', name: 'postgres' }, 'berth/postgres'],
    ['oci://ghcr.io/acme/web', { kind: 'oci', reference: 'oci://ghcr.io/acme/web' }, 'oci://ghcr.io/acme/web'],
    ['bitnami/redis', { kind: 'named', repository: 'bitnami', name: 'redis' }, 'bitnami/redis'],
    [
      { repository: 'https://charts.example.com/stable/', name: 'redis' },
      { kind: 'repository', repository: 'https://charts.example.com/stable', name: 'redis' },
      'https://charts.example.com/stable/redis',
    ],
    [
      { git: 'acme/charts', path: './web', ref: 'v1.2' },
      { kind: 'git', repository: 'acme/charts', path: 'web', ref: 'v1.2' },
      'git:acme/charts/web',
    ],
  ])('%j is read, and written as allow-lists name it', (written, chart, text) => {
    const read = ChartReference.parse(written);

    expect(read).toEqual(chart);
    expect(renderChart(read)).toBe(text);
  });

  test.each([
    '../charts/api',
    './../api',
    './charts/../../api',
    './charts//api',
    './charts/./api',
    './',
    '.',
    '/etc/chart',
    'charts',
    'a/b/c',
    './a\\..\\b',
    './a\0b',
    'file:///etc/chart',
    'https://example.com/chart.tgz',
    'http://169.254.169.254/latest',
    'oci://',
    'oci://user:password@ghcr.io/acme/web',
    'oci://ghcr.io/acme/../web',
    'oci://ghcr.io/acme/web?x',
    '--kubeconfig=/etc/passwd',
    '-f/x',
    { repository: 'file:///etc', name: 'x' },
    { repository: 'https://user:password@charts.example.com', name: 'x' },
    { repository: 'https://charts.example.com', name: '../x' },
    { git: 'acme/charts', path: '../x', ref: 'main' },
    { git: 'acme/charts', path: 'x', ref: '--upload-pack=x' },
    { git: 'acme/charts', path: 'x', ref: 'a..b' },
    { git: 'https://example.com/x', path: 'x', ref: 'main' },
    { git: 'acme/charts', path: 'x' },
  ])('%j is refused', (written) => {
    expect(ChartReference.safeParse(written).success).toBe(false);
  });
});
