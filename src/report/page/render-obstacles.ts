import type { Environment } from '../../environment/environment.ts';
import type { Explanation } from '../describe/explain-reason.ts';
import type { GitHubAddresses } from '../describe/github-addresses.ts';
import type { Trouble } from '../describe/list-troubles.ts';
import { cleanLine, cleanText } from '../text/clean-text.ts';
import { link, readPhrase, say } from '../text/phrase.ts';
import { html, renderHtml, type Html } from '../text/render-html.ts';
import { toHref } from '../text/to-href.ts';

/** Renders what keeps an environment as a whole. */
export function renderObjection(explanation: Explanation): Html {
  return html`<div class="notice">${renderExplanation(explanation)}</div>`;
}

/** Renders why releases are not as they should be, each with the last lines of its log. */
export function renderTroubles(troubles: readonly Trouble[]): Html | undefined {
  if (troubles.length === 0) return undefined;
  const items = troubles.map(({ release, explanation }) => {
    const { id, object, log, phase, nextAttemptAt } = release;
    const where = object === undefined || object === id ? undefined : html` – <code>${cleanText(object)}</code>`;
    return html`<div class="notice${phase === 'Failed' ? ' is-failed' : ''}" id="trouble-${cleanText(id)}">
      <h3><code>${cleanText(id)}</code>${where}</h3>
      ${renderExplanation(explanation)}
      ${nextAttemptAt === undefined ? undefined : html`<p class="note">berth also tries again by itself.</p>`}
      ${log.length === 0 ? undefined : renderLog(log)}
    </div>`;
  });
  return html`<section id="troubles">
    <h2>What is in the way</h2>
    ${items}
  </section>`;
}

/** Renders what is wrong in the manifest, each with a link to its line. */
export function renderProblems({ spec, status }: Environment, addresses: GitHubAddresses): Html {
  const sha = spec.approval?.sha ?? spec.head.sha;
  const items = status.problems.map(({ file, line, column, message, hint }) => {
    const href = toHref(addresses.line({ repository: spec.repository, sha, file, line }));
    return html`<li>
      <p>${renderHtml(link(`${file}:${line}:${column}`, href))}</p>
      <p>${renderHtml(readPhrase(message))}</p>
      <p class="next">${renderHtml(readPhrase(hint))}</p>
    </li>`;
  });
  return html`<section id="problems">
    <h2>Problems in the manifest</h2>
    <ol class="problems">
      ${items}
    </ol>
  </section>`;
}

/** Renders what a teardown has removed, and what it cannot. */
export function renderTeardown({ status }: Environment): Html {
  const { blockers, removed } = status;
  const list = (items: readonly string[]) =>
    html`<ul class="plain">
      ${items.map((item) => html`<li>${renderHtml(say`${item}`)}</li>`)}
    </ul>`;
  const held = html`<section id="blockers">
    <h2>What holds the removal up</h2>
    <div class="notice is-failed">
      ${list(blockers)}
      <p class="next">These cannot go. Ask the operator to see to what keeps them.</p>
    </div>
  </section>`;
  return html`${blockers.length === 0 ? undefined : held}${
    removed.length === 0
      ? undefined
      : html`<section id="removed">
          <h2>Removed</h2>
          ${list(removed)}
        </section>`
  }`;
}

function renderExplanation({ sentence, detail, next }: Explanation): Html {
  return html`<p>${renderHtml(sentence)}</p>
    ${detail.length === 0 ? undefined : html`<p class="detail">${renderHtml(detail)}</p>`}
    ${next === '' ? undefined : html`<p class="next">${next}</p>`}`;
}

function renderLog(lines: readonly string[]): Html {
  const text = lines.map((line) => cleanLine(line, 2_000)).join('\n');
  return html`<p class="caption">Its last lines</p>
    <pre tabindex="0" aria-label="Last lines of the log"><code>${text}</code></pre>`;
}
