import { dirname, join, normalize } from 'node:path';
import { describe, expect, test } from 'vitest';
import { listSourceFiles, type SourceFile } from './list-source-files.ts';

const pure = ['manifest', 'profile', 'plan', 'environment', 'report'];
const adapters = ['helm', 'kube', 'github', 'probe', 'images', 'notify'];

/** What a part of `src` may import of the others; the root files (app, main, settings, logger) compose and may import all. */
const allowed: Readonly<Record<string, readonly string[]>> = {
  ...Object.fromEntries(pure.map((name) => [name, pure])),
  engine: pure,
  ...Object.fromEntries(adapters.map((name) => [name, [...pure, 'engine']])),
  web: [...pure, 'engine'],
  cli: [...pure, 'engine', ...adapters],
  settings: [], // what settings.ts is made of
};

const impureModules =
  /^(node:(?!path$|crypto$|url$|util$|assert$)|execa$|pino$|probot$|@octokit\/|@kubernetes\/|undici$)/;
const onlyIn: Readonly<Record<string, RegExp>> = {
  execa: /^src\/(helm|images)\//,
  '@kubernetes/client-node': /^src\/kube\//,
  '@octokit/rest': /^src\/(github\/|app\.ts|main\.ts)/,
};

const product = listSourceFiles(/^src\/.*\.ts$/);
const imports = product.flatMap((file) => listImports(file).map((target) => ({ from: file.path, target })));

describe('the rule of direction (design.md §3)', () => {
  test('every folder of src imports only what lies inward of it', () => {
    const against = imports.filter(({ from, target }) => {
      const [source, goal] = [partOf(from), partOf(target)];
      if (source === undefined || goal === undefined || source === goal) return false;
      return !(allowed[source] ?? []).includes(goal);
    });

    expect(against).toEqual([]);
  });

  test('every folder of src is one that the design names', () => {
    const parts = new Set(product.map(({ path }) => partOf(path)).filter((part) => part !== undefined));

    expect([...parts].filter((part) => !(part in allowed))).toEqual([]);
  });

  test('pure folders import nothing that does I/O, tells the time or logs', () => {
    const against = imports.filter(
      ({ from, target }) => pure.includes(partOf(from) ?? '') && impureModules.test(target),
    );

    expect(against).toEqual([]);
  });

  test('the product never imports the sandbox, a test or a benchmark', () => {
    expect(imports.filter(({ target }) => /^(sandbox|test|bench)\//.test(target))).toEqual([]);
  });

  test('each foreign world has one adapter that knows it', () => {
    const against = imports.filter(({ from, target }) => onlyIn[target]?.test(from) === false);

    expect(against).toEqual([]);
  });

  test('no files import each other in a circle', () => {
    const all = [...product, ...listSourceFiles(/^(sandbox|bench)\/.*\.ts$/)];
    const graph = new Map(
      all.map((file) => [file.path, listImports(file, 'values').filter((path) => path.endsWith('.ts'))]),
    );

    expect(findCircle(graph)).toBeUndefined();
  });
});

test('the rule would see an arrow in the wrong direction', () => {
  const wrong = listImports({ path: 'src/manifest/x.ts', text: "import { run } from '../helm/run.ts';" });

  expect(wrong).toEqual(['src/helm/run.ts']);
  expect(allowed['manifest']).not.toContain('helm');
});

function listImports({ path, text }: SourceFile, kind: 'all' | 'values' = 'all'): readonly string[] {
  const statements = [
    ...text.matchAll(/^(import|export)\s(?<type>type\s)?[^;]*?from '(?<target>[^']+)'|^import '(?<bare>[^']+)'/gm),
  ];
  return statements
    .filter(({ groups }) => kind === 'all' || groups?.['type'] === undefined)
    .map(({ groups }) => groups?.['target'] ?? groups?.['bare'] ?? '')
    .map((target) => (target.startsWith('.') ? normalize(join(dirname(path), target)) : target));
}

function partOf(path: string): string | undefined {
  return /^src\/([^/]+)\//.exec(path)?.[1];
}

function findCircle(graph: ReadonlyMap<string, readonly string[]>): readonly string[] | undefined {
  const done = new Set<string>();
  const visit = (path: string, trail: readonly string[]): readonly string[] | undefined => {
    if (trail.includes(path)) return [...trail.slice(trail.indexOf(path)), path];
    if (done.has(path)) return undefined;
    for (const next of graph.get(path) ?? []) {
      const circle = visit(next, [...trail, path]);
      if (circle !== undefined) return circle;
    }
    done.add(path);
    return undefined;
  };
  for (const path of graph.keys()) {
    const circle = visit(path, []);
    if (circle !== undefined) return circle;
  }
  return undefined;
}
