import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { execa } from 'execa';
import { describe, expect, test } from 'vitest';
import { listSourceFiles, repositoryRoot } from './list-source-files.ts';

const readme = listSourceFiles(/^(README\.md|docs\/[^/]+\.md)$/)
  .map(({ text }) => text)
  .join('\n');
const manifest = JSON.parse(readFileSync(join(repositoryRoot, 'package.json'), 'utf8')) as {
  scripts: Record<string, string>;
  dependencies: Record<string, string>;
  devDependencies: Record<string, string>;
  optionalDependencies: Record<string, string>;
};

describe('the README and the pages beside it', () => {
  test('names only npm scripts that exist', () => {
    const named = [...readme.matchAll(/npm run (?:-s |--silent )?([\w:]+)/g)].map(([, script]) => script ?? '');

    expect(named.length).toBeGreaterThan(5);
    expect(named.filter((script) => !(script in manifest.scripts))).toEqual([]);
  });

  test('names only commands of the cluster that it has', async () => {
    const { stdout } = await execa('node', ['sandbox/cluster/main.ts', '--help'], {
      cwd: repositoryRoot,
      preferLocal: true,
    });
    const named = [...readme.matchAll(/npm run (?:-s )?cluster -- (\w+)/g)].map(([, command]) => command ?? '');

    expect(named.length).toBeGreaterThan(3);
    expect(named.filter((command) => !new RegExp(`^  ${command} `, 'm').test(stdout))).toEqual([]);
  });

  test('names only files and folders that exist', () => {
    const paths = [
      ...readme.matchAll(/`((?:src|environments|charts|deploy|docs|sandbox|bench|test|\.ci)(?:\/[\w./-]*)?)`/g),
    ].map(([, path]) => path ?? '');

    expect(paths.length).toBeGreaterThan(8);
    expect(paths.filter((path) => !existsSync(join(repositoryRoot, path)))).toEqual([]);
  });

  test('has the test command that CI runs', () => {
    const script = readFileSync(join(repositoryRoot, '.ci', 'run'), 'utf8');

    expect(script).toContain('npm ci && npm test');
    expect(readme).toContain('npm ci\n');
    expect(readme).toContain('npm test\n');
  });
});

test('every dependency is pinned to one version', () => {
  const all = { ...manifest.dependencies, ...manifest.devDependencies, ...manifest.optionalDependencies };

  expect(Object.entries(all).filter(([, version]) => !/^\d+\.\d+\.\d+$/.test(version))).toEqual([]);
});

test('every script runs a file or a tool that is there', () => {
  const files = Object.values(manifest.scripts).flatMap((script) =>
    [...script.matchAll(/node ((?:sandbox|bench)\/\S+)/g)].map(([, file]) => file ?? ''),
  );

  expect(files.length).toBeGreaterThan(3);
  expect(files.filter((file) => !existsSync(join(repositoryRoot, file)))).toEqual([]);
});
