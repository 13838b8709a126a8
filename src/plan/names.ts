import { createHash } from 'node:crypto';

/** Helm stores a release in an object named after it, and charts add to the name: https://helm.sh/docs/chart_best_practices/. */
export const longestHelmRelease = 53;
/** One label of a host, a namespace, and the value of a Kubernetes label: RFC 1123. */
export const longestLabel = 63;
export const longestHost = 253;

/**
 * Shortens a name so that two long names that begin alike stay apart. Within 53 characters
 * `payments-reconciliation-nightly-report-generator-with-archive` becomes
 * `payments-reconciliation-nightly-report-gener-e8bd4618`.
 */
export function shortenName(name: string, longest: number): string {
  if (name.length <= longest) return name;
  const kept = name.slice(0, longest - hashLength - 1).replace(/[-._]+$/, '');
  return `${kept}-${hash(name).slice(0, hashLength)}`;
}

/**
 * Writes any text as a part of a DNS name. Capitals do not tell names apart on GitHub nor in DNS; where other characters
 * had to go, a hash keeps apart what they kept apart: `shop.io` becomes `shop-io-da8f2e` and cannot be `shop-io`.
 */
export function toDnsName(text: string): string {
  const name = text.toLowerCase();
  if (/^[a-z0-9]+(-+[a-z0-9]+)*$/.test(name)) return name;
  const readable = name.replaceAll(/[^a-z0-9]+/g, '-').replaceAll(/^-|-$/g, '');
  return [readable, hash(name).slice(0, 6)].filter((part) => part !== '').join('-');
}

/** Writes any text as the value of a Kubernetes label. */
export function toLabelValue(text: string): string {
  const value = text.replaceAll(/[^A-Za-z0-9._-]+/g, '_').replaceAll(/^[._-]+|[._-]+$/g, '');
  return shortenName(value, longestLabel);
}

const hashLength = 8;

function hash(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}
