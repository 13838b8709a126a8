import { html } from 'hono/html';
import { fullName } from '../state/repository.ts';
import type { Repository } from '../state/repository.ts';
import type { Html } from './html.ts';

/** A SHA, shortened, that leads to the commit. */
export function commitLink(repository: Repository, sha: string): Html {
  return html`<a class="commit-link" href="/${fullName(repository)}/commit/${sha}"><code>${sha.slice(0, 7)}</code></a>`;
}
