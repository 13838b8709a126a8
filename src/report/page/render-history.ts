import type { Environment } from '../../environment/environment.ts';
import { cleanText } from '../text/clean-text.ts';
import { readPhrase } from '../text/phrase.ts';
import { html, renderHtml, type Html } from '../text/render-html.ts';
import { renderTime, renderTimeOfDay } from './render-time.ts';

/** Renders what happened, the newest first. */
export function renderTimeline({ status }: Environment): Html | undefined {
  if (status.timeline.length === 0) return undefined;
  const entries = status.timeline
    .toReversed()
    .map(({ at, text }) => html`<li>${renderTimeOfDay(at)} <span>${renderHtml(readPhrase(text))}</span></li>`);
  return html`<section id="timeline">
    <h2>Timeline</h2>
    <details open>
      <summary>Newest first, times in UTC</summary>
      <ol class="timeline">
        ${entries}
      </ol>
    </details>
  </section>`;
}

/** Renders the conditions as Kubernetes has them, for those who look closer. */
export function renderConditions({ status }: Environment): Html | undefined {
  if (status.conditions.length === 0) return undefined;
  const rows = status.conditions.map(
    ({ type, status: is, reason, message, lastTransitionTime }) =>
      html`<tr>
        <th scope="row"><code>${cleanText(type)}</code></th>
        <td>${words[is]}</td>
        <td><code>${cleanText(reason)}</code></td>
        <td>${renderHtml(readPhrase(message))}</td>
        <td>${renderTime(lastTransitionTime)}</td>
      </tr>`,
  );
  return html`<section id="conditions">
    <h2>Conditions</h2>
    <details>
      <summary>As Kubernetes has them</summary>
      <div class="table" role="region" aria-label="Conditions" tabindex="0">
        <table>
          <thead>
            <tr>
              <th scope="col">Condition</th>
              <th scope="col">Is</th>
              <th scope="col">Reason</th>
              <th scope="col">Message</th>
              <th scope="col">Since</th>
            </tr>
          </thead>
          <tbody>
            ${rows}
          </tbody>
        </table>
      </div>
    </details>
  </section>`;
}

const words = { True: '✓ true', False: '✕ false', Unknown: '○ not yet' } as const;
