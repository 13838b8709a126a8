import type { Route } from './route.ts';

/** Parameters that may hold slashes even where a client does not escape them. */
const longParameters = new Set(['path', 'ref', 'basehead', 'branch']);

export interface Match {
  readonly route: Route;
  readonly params: Readonly<Record<string, string>>;
}

export type Matcher = (method: string, path: string) => Match | undefined;

/** Finds the route for a request by the paths of GitHub's description. */
export function createMatcher(routes: readonly Route[]): Matcher {
  const patterns = routes.map((route) => {
    const [method = '', path = ''] = route.operation.split(' ');
    return { route, method, path, pattern: patternOf(path) };
  });
  // `/commits/{ref}/status` must win over `/commits/{ref}`: what says more is asked first.
  patterns.sort((a, b) => weigh(b.path) - weigh(a.path));
  return (method, path) => {
    for (const candidate of patterns) {
      if (candidate.method !== method) continue;
      const found = candidate.pattern.exec(path);
      const params = found && decodeAll(found.groups ?? {});
      if (params) return { route: candidate.route, params };
    }
    return undefined;
  };
}

function patternOf(path: string): RegExp {
  const source = path.replaceAll(/\/\{(\w+)\}/g, (_, name: string) => {
    if (name === 'path') return `(?:/(?<${name}>.*))?`;
    return longParameters.has(name) ? `/(?<${name}>.+)` : `/(?<${name}>[^/]+)`;
  });
  return new RegExp(`^${source}$`);
}

function weigh(path: string): number {
  const words = path.split('/');
  return words.length * 100 + words.filter((word) => !word.startsWith('{')).length;
}

function decodeAll(groups: Readonly<Record<string, string | undefined>>): Record<string, string> | undefined {
  try {
    return Object.fromEntries(Object.entries(groups).map(([name, value = '']) => [name, decodeURIComponent(value)]));
  } catch {
    return undefined;
  }
}
