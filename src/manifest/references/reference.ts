import leven from 'leven';
import { suggestName } from '../document/suggest-name.ts';

/** What stands between `<<` and `>>`: a path to something that is known, never code. */
export type Reference =
  /** Something about the pull request, its repository or its environment: `pr.sha`. */
  | { readonly kind: 'fact'; readonly scope: FactScope; readonly key: string }
  /** Something about the service in which the reference stands: `service.host`. */
  | { readonly kind: 'service'; readonly key: 'name' | 'host' | 'url' }
  /** Where another service is reached: `billing.url`. */
  | { readonly kind: 'address'; readonly name: string; readonly key: 'host' | 'url' }
  /** A key of a Secret or ConfigMap that a dependency leaves for others: `postgres.outputs.PG_HOST`. */
  | { readonly kind: 'output'; readonly name: string; readonly key: string };

export type FactScope = keyof typeof factKeys;

/** Everything that can be known about a pull request before anything of it runs. */
export const factKeys = {
  pr: ['number', 'sha', 'shortSha', 'branch', 'base', 'author'],
  repo: ['owner', 'name', 'fullName'],
  env: ['profile', 'namespace'],
} as const;

export type ParsedReference =
  | { readonly kind: 'reference'; readonly reference: Reference }
  | { readonly kind: 'unreadable'; readonly message: string; readonly hint: string };

/** Parses the path between `<<` and `>>`. */
export function parseReference(path: string): ParsedReference {
  const [first = '', second = '', ...rest] = path.split('.');
  if (!/^[A-Za-z][A-Za-z0-9-]*$/.test(first) || second === '') return unreadable(path);
  if (isFactScope(first)) return rest.length === 0 ? parseFact(first, second) : unreadable(path);
  if (first === 'service') return rest.length === 0 ? parseService(second) : unreadable(path);
  if (second === 'outputs') return parseOutput(path, first, rest.join('.'));
  if (rest.length > 0) return unreadable(path, suggestOutputs(first, second, rest.join('.')));
  if (second === 'host' || second === 'url') return accept({ kind: 'address', name: first, key: second });
  return unknownKey(`${first}.${second}`, second, ['outputs', 'host', 'url'], first);
}

/** Writes a reference as its author would. */
export function renderReference(reference: Reference): string {
  switch (reference.kind) {
    case 'fact':
      return `<< ${reference.scope}.${reference.key} >>`;
    case 'service':
      return `<< service.${reference.key} >>`;
    case 'address':
      return `<< ${reference.name}.${reference.key} >>`;
    case 'output':
      return `<< ${reference.name}.outputs.${reference.key} >>`;
  }
}

function parseFact(scope: FactScope, key: string): ParsedReference {
  const known: readonly string[] = factKeys[scope];
  return known.includes(key) ? accept({ kind: 'fact', scope, key }) : unknownKey(`${scope}.${key}`, key, known, scope);
}

function parseService(key: string): ParsedReference {
  if (key === 'name' || key === 'host' || key === 'url') return accept({ kind: 'service', key });
  return unknownKey(`service.${key}`, key, ['name', 'host', 'url'], 'service');
}

/** The key is one of a Secret or ConfigMap, which may hold dots: `ca.crt`. */
function parseOutput(path: string, name: string, key: string): ParsedReference {
  return /^[-._A-Za-z0-9]{1,253}$/.test(key) ? accept({ kind: 'output', name, key }) : unreadable(path);
}

function accept(reference: Reference): ParsedReference {
  return { kind: 'reference', reference };
}

function unknownKey(path: string, key: string, known: readonly string[], scope: string): ParsedReference {
  return {
    kind: 'unreadable',
    message: `"${scope}" has no "${key}" (in << ${path} >>).`,
    hint: suggestName(key, known),
  };
}

function suggestOutputs(name: string, mistyped: string, key: string): string | undefined {
  return leven(mistyped, 'outputs', { maxDistance: 3 }) < 3 ? `Did you mean << ${name}.outputs.${key} >>?` : undefined;
}

const forms =
  'Write a path such as << pr.sha >>, << service.host >> or << postgres.outputs.PG_HOST >>; write \\<< for the characters themselves.';

function unreadable(path: string, hint = forms): ParsedReference {
  return { kind: 'unreadable', message: `<< ${path.slice(0, 80)} >> is not a reference.`, hint };
}

function isFactScope(text: string): text is FactScope {
  return Object.hasOwn(factKeys, text);
}
