/** What the gateway needs of an Ingress, a Service and an EndpointSlice. */
export interface Rule {
  /** Undefined answers for every host. */
  readonly host?: string;
  readonly path: string;
  readonly pathType: 'Exact' | 'Prefix';
  readonly backend: Backend;
}

export interface Backend {
  readonly namespace: string;
  readonly service: string;
  /** The Service's port, by number or by name. */
  readonly port: number | string;
}

/**
 * Picks the rule for a request as the Ingress specification orders them: the exact host before a wildcard before none, then an exact path,
 * then the longest prefix. See https://kubernetes.io/docs/concepts/services-networking/ingress/#multiple-matches.
 */
export function determineRoute(rules: readonly Rule[], host: string, path: string): Rule | undefined {
  const matching = rules.filter((rule) => matchesHost(rule.host, host) && matchesPath(rule, path));
  return matching.toSorted((a, b) => rank(b) - rank(a))[0];
}

function matchesHost(pattern: string | undefined, host: string): boolean {
  if (pattern === undefined) return true;
  if (!pattern.startsWith('*.')) return pattern.toLowerCase() === host.toLowerCase();
  // A wildcard stands for exactly one label: *.example.com is not a.b.example.com.
  const [, ...rest] = host.toLowerCase().split('.');
  return rest.join('.') === pattern.slice(2).toLowerCase() && rest.length > 0;
}

function matchesPath({ path, pathType }: Rule, requested: string): boolean {
  if (pathType === 'Exact') return requested === path;
  const prefix = path.replace(/\/$/, '');
  return requested === prefix || requested.startsWith(`${prefix}/`);
}

function rank({ host, path, pathType }: Rule): number {
  const ofHost = host === undefined ? 0 : host.startsWith('*.') ? 1 : 2;
  // A path has at most a few thousand characters: the weights keep the three criteria apart.
  return ofHost * 1_000_000 + (pathType === 'Exact' ? 100_000 : 0) + path.length;
}
