import { fullName } from '../state/repository.ts';
import type { Repository } from '../state/repository.ts';

/** The stand-in's own addresses, that every answer is full of. */
export interface Links {
  readonly url: string;
  readonly apiUrl: string;
}

export function apiOf(links: Links, repository: Repository): string {
  return `${links.apiUrl}/repos/${fullName(repository)}`;
}

export function pageOf(links: Links, repository: Repository): string {
  return `${links.url}/${fullName(repository)}`;
}

/** GitHub's opaque ids: only equal or not. */
export function nodeId(kind: string, id: number): string {
  return `${kind}_${Buffer.from(String(id)).toString('base64url')}`;
}

/** GitHub's times have no fractions of a second. */
export function timeOf(date: Date): string {
  return date.toISOString().replace(/\.\d{3}Z$/, 'Z');
}

export function optionalTimeOf(date: Date | undefined): string | null {
  return date === undefined ? null : timeOf(date);
}
