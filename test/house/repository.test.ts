import { basename } from 'node:path';
import { expect, test } from 'vitest';
import { listSourceFiles } from './list-source-files.ts';

const code = listSourceFiles(/^(src|sandbox|bench)\/.*\.(ts|js|go|sh)$/);
const everything = listSourceFiles(/\.(ts|js|go|sh|md|ya?ml|json|html|css)$|^\.ci\/|Containerfile$|Dockerfile$/).filter(
  ({ path }) =>
    path !== 'package-lock.json' &&
    path !== 'sandbox/github/contract/description.json' &&
    !path.endsWith('.fixture.ts'), // wrong on purpose
);
const tests = listSourceFiles(/^test\/.*\.ts$/);

test('no file of code is longer than 300 lines', () => {
  const long = code.filter(({ text }) => text.split('\n').length > 301).map(({ path }) => path);

  expect(long).toEqual([]);
});

test('the typical file of code is shorter than 100 lines', () => {
  const lengths = code.map(({ text }) => text.split('\n').length).sort((a, b) => a - b);

  expect(lengths[Math.floor(lengths.length / 2)]).toBeLessThan(100);
});

test('every file is named in kebab-case, and none is a catch-all', () => {
  const names = [...code, ...tests].map(({ path }) => path).filter((path) => path.endsWith('.ts'));
  const odd = names.filter((path) => !/^[a-z0-9]+(-[a-z0-9]+)*(\.[a-z]+)*\.ts$/.test(basename(path)));
  const catchAll = names.filter((path) =>
    /(^|\/)(utils?|helpers?|types|common|misc|lib|index|interfaces|constants)\.ts$/.test(path),
  );

  expect(odd).toEqual([]);
  expect(catchAll).toEqual([]);
});

test('a file of code exports the thing it is named after', () => {
  const unnamed = code
    .filter(
      ({ path, text }) => path.endsWith('.ts') && basename(path) !== 'main.ts' && !text.includes('await runCommand('),
    )
    .filter(({ path, text }) => !exportsItsName(basename(path, '.ts'), text))
    .map(({ path }) => path);

  expect(unnamed).toEqual([]);
});

// `go-build.ts` may export `buildPackages`, `merging.ts` `mergePullRequest`: a reader who looks for the one finds the other.
function exportsItsName(name: string, text: string): boolean {
  const stems = name.split(/[-.]/).map((word) => word.slice(0, Math.min(4, word.length)));
  const names = [...text.matchAll(/^export (?:async )?(?:function\*?|const|class|interface|type) (\w+)/gm)];
  return names.some(([, exported = '']) => stems.some((stem) => exported.toLowerCase().includes(stem)));
}

const leftovers: Readonly<Record<string, RegExp>> = {
  'a note of unfinished work': new RegExp(['TO', 'DO\\b|FIX', 'ME\\b|XX', 'X\\b'].join('')),
  'a debugger statement': /^\s*debugger;/m,
  'a test that runs alone or not at all': /^\s*(test|it|describe)\.(only|skip|todo|fails)\b/m,
  'a mock of our own modules': new RegExp(['vi\\.', 'mock\\('].join('')),
  'an absolute path of a developer machine': new RegExp(['/wo', 'rk/|/ro', 'ot/|/ho', 'me/[a-z]'].join('')),
  'a package registry by host': new RegExp(['registry\\.npm', 'js|proxy\\.gol', 'ang|deb\\.deb', 'ian\\.org'].join('')),
};

test.each(Object.entries(leftovers))('no file holds %s', (_, pattern) => {
  const found = everything.filter(({ text }) => pattern.test(text)).map(({ path }) => path);

  expect(found).toEqual([]);
});
