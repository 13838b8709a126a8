import type { Environment } from '../../environment/environment.ts';
import type { GitHubAddresses } from '../describe/github-addresses.ts';
import { link, readPhrase, say } from '../text/phrase.ts';
import { renderMarkdown } from '../text/render-markdown.ts';
import { toHref } from '../text/to-href.ts';

/** Renders what is wrong in the manifest as a list, each with a link to its line. */
export function renderProblems({ spec, status }: Environment, addresses: GitHubAddresses, most: number): string {
  const sha = spec.approval?.sha ?? spec.head.sha;
  const rows = status.problems.slice(0, most).map(({ file, line, column, message, hint }) => {
    const place = link(
      `${file}:${line}:${column}`,
      toHref(addresses.line({ repository: spec.repository, sha, file, line })),
    );
    return `- ${renderMarkdown(say`${place} ${readPhrase(message)} ${readPhrase(hint)}`)}`;
  });
  const more = status.problems.length - most;
  return [...rows, ...(more > 0 ? [`- and ${more} more, see the page`] : [])].join('\n');
}
