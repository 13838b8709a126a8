import { html, raw } from 'hono/html';
import rehypeRaw from 'rehype-raw';
import rehypeSanitize from 'rehype-sanitize';
import rehypeStringify from 'rehype-stringify';
import remarkBreaks from 'remark-breaks';
import remarkGemoji from 'remark-gemoji';
import remarkGfm from 'remark-gfm';
import remarkGithub from 'remark-github';
import remarkParse from 'remark-parse';
import remarkRehype from 'remark-rehype';
import { unified } from 'unified';
import type { Html } from '../html.ts';
import { buildReferenceUrl } from './build-reference-url.ts';
import type { References } from './build-reference-url.ts';
import { rehypeAlerts } from './rehype-alerts.ts';
import { rehypeDiagrams } from './rehype-diagrams.ts';
import { rehypeHighlight } from './rehype-highlight.ts';
import { rehypeLinks } from './rehype-links.ts';
import { sanitizeSchema } from './sanitize-schema.ts';

/** Where the text stands: GitHub keeps line breaks in comments, but not in files such as a README. */
export interface MarkdownContext {
  readonly kind: 'comment' | 'file';
  /** `owner/name`: what `#12` and a SHA refer to. */
  readonly repository: string;
  readonly references: References;
}

/**
 * Markdown to HTML as GitHub renders it. The result is safe to put into a page whatever the text contains: everything
 * that a writer can influence passes the sanitizer, and only steps of our own come after it.
 */
export function renderMarkdown(markdown: string, context: MarkdownContext): Html {
  if (tooDeepQuote.test(markdown)) return renderSource(markdown);
  try {
    return raw(createProcessor(context).processSync(markdown).toString());
  } catch (error) {
    // Elements nested so deeply that the stack ends: nothing that somebody wants to read.
    if (error instanceof RangeError) return renderSource(markdown);
    throw error;
  }
}

/** The parser needs seconds for quotes in quotes in quotes. */
const tooDeepQuote = /(?:>[ \t]*){100}/;

function createProcessor({ kind, repository, references }: MarkdownContext) {
  return (
    unified()
      .use(remarkParse)
      .use(remarkGfm)
      .use(remarkGemoji)
      .use(kind === 'comment' ? [remarkBreaks] : [])
      .use(remarkGithub, {
        repository,
        mentionStrong: false,
        buildUrl: (target) => buildReferenceUrl(target, references),
      })
      // The sanitizer puts `user-content-` before every id, so that none is put here.
      .use(remarkRehype, { allowDangerousHtml: true, clobberPrefix: '' })
      .use(rehypeRaw)
      .use(rehypeSanitize, sanitizeSchema)
      .use(rehypeAlerts)
      .use(rehypeDiagrams)
      .use(rehypeHighlight)
      .use(rehypeLinks)
      .use(rehypeStringify)
  );
}

function renderSource(markdown: string): Html {
  return html`<pre>${markdown}</pre>`;
}
