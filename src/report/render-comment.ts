import type { Environment } from '../environment/environment.ts';
import { commentMarker } from './comment-marker.ts';
import { renderSection, type Detail } from './comment/render-section.ts';
import { createGitHubAddresses } from './describe/github-addresses.ts';
import { toHref } from './text/to-href.ts';

export interface CommentFacts {
  /** All of one pull request, also those just removed. */
  readonly environments: readonly Environment[];
  /** Where the pages of berth are, without a slash at the end. */
  readonly publicUrl: string;
  /** The site of GitHub, if it is not github.com. */
  readonly githubUrl?: string | undefined;
}

/**
 * Renders the one comment of a pull request. The same environments give the same text, and it always fits: what is too long
 * loses its logs first, then the graphs, then rows of its tables.
 */
export function renderComment({ environments, publicUrl, githubUrl }: CommentFacts): string {
  const addresses = createGitHubAddresses(githubUrl);
  const sorted = environments.toSorted((one, other) => one.spec.profile.localeCompare(other.spec.profile, 'en'));
  for (const detail of details) {
    const sections = sorted.map((environment) =>
      renderSection({ environment, addresses, pageUrl: buildPageUrl(publicUrl, environment.name), detail }),
    );
    const comment = [commentMarker, ...(sections.length === 0 ? [nothing] : sections)].join('\n\n');
    if (comment.length <= longestComment) return `${comment}\n`;
  }
  return `${commentMarker}\n\n${sorted.length} environments: see [the page](${toHref(publicUrl) ?? ''}).\n`;
}

/** Where the page of an environment is: also the address that GitHub shows as the log of a deployment. */
export function buildPageUrl(publicUrl: string, name: string): string {
  return toHref(`${publicUrl.replace(/\/+$/, '')}/environments/${encodeURIComponent(name)}`) ?? publicUrl;
}

/** GitHub takes 65,536 characters; the rest is for the line at the end. */
const longestComment = 65_000;

const nothing = 'Nothing is deployed for this pull request.';

/** From all to the least; the first that fits is taken. */
const details: readonly Detail[] = [
  { logLines: 20, hasGraph: true, mostRows: 100, mostTroubles: 10 },
  { logLines: 5, hasGraph: true, mostRows: 100, mostTroubles: 10 },
  { logLines: 0, hasGraph: true, mostRows: 100, mostTroubles: 10 },
  { logLines: 0, hasGraph: false, mostRows: 100, mostTroubles: 10 },
  { logLines: 0, hasGraph: false, mostRows: 30, mostTroubles: 5 },
  { logLines: 0, hasGraph: false, mostRows: 5, mostTroubles: 2 },
  { logLines: 0, hasGraph: false, mostRows: 0, mostTroubles: 0 },
];
