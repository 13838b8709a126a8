import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import {
  chartNames,
  chartsFolder,
  readChartFile,
  readDeclaredOutputs,
  readDefaults,
  readDescription,
} from './charts.ts';

test('the charts are those that manifests may name', () => {
  expect(chartNames).toEqual(['app', 'job', 'mongodb', 'postgres', 'redis']);
});

test('all charts are named like their folders, have one version, and none needs a dependency to be fetched', () => {
  const descriptions = chartNames.map(readDescription);

  expect(descriptions.map(({ name }) => name)).toEqual(chartNames);
  expect(new Set(descriptions.map(({ version }) => version)).size).toBe(1);
  expect(descriptions.filter((description) => 'dependencies' in description)).toEqual([]);
});

test.each([
  ['_berth.tpl', chartNames],
  ['_environment.tpl', ['app', 'job']],
])('every chart that has %s has the same one', (file, charts) => {
  const copies = charts.map((name) => readChartFile(name, join('templates', file)));

  expect(new Set(copies).size).toBe(1);
  expect(chartNames.filter((name) => existsSync(join(chartsFolder, name, 'templates', file)))).toEqual(charts);
});

test.each(chartNames)('berth/%s declares what it leaves for others, each key with what it is', (name) => {
  const declared = readDeclaredOutputs(name);
  const values = Object.keys(readDefaults(name));

  for (const { secretRef, configMapRef, when = values[0], more = values[0], keys } of declared) {
    expect([secretRef, configMapRef].filter((ref) => ref?.name.startsWith('<release>'))).toHaveLength(1);
    expect(values).toEqual(expect.arrayContaining([when?.split('.')[0], more?.split('.')[0]]));
    expect(Object.entries(keys).filter(([key, text]) => !/^[A-Z_]+$/.test(key) || !/^\S.*\.$/.test(text))).toEqual([]);
  }
});

test.each(chartNames)('berth/%s has a README that names every output and every value', (name) => {
  const readme = readChartFile(name, 'README.md');
  const outputs = readDeclaredOutputs(name).flatMap(({ keys }) => Object.keys(keys));

  expect([...outputs, ...Object.keys(readDefaults(name))].filter((word) => !readme.includes(`\`${word}`))).toEqual([]);
});
