import type { Environment } from '../../environment/environment.ts';
import { describeRelease, describeTime } from '../describe/describe-release.ts';
import { describeChart } from '../describe/describe-services.ts';
import { cleanText } from '../text/clean-text.ts';
import { html, renderHtml, type Html } from '../text/render-html.ts';

/** Renders the releases as a table. */
export function renderReleases({ status }: Environment): Html {
  const rows = status.releases.map((release) => {
    const { id, phase } = release;
    return html`<tr id="release-${cleanText(id)}">
      <th scope="row"><code>${cleanText(id)}</code></th>
      <td class="chart"><code>${cleanText(describeChart(release))}</code></td>
      <td class="is-${phase.toLowerCase()}">${renderHtml(describeRelease(release))}</td>
      <td class="number">${describeTime(release)}</td>
    </tr>`;
  });
  return html`<section id="releases">
    <h2>Releases</h2>
    <div class="table" role="region" aria-label="Releases" tabindex="0">
      <table class="releases">
        <thead>
          <tr>
            <th scope="col">Release</th>
            <th scope="col" class="chart">Chart</th>
            <th scope="col">State</th>
            <th scope="col" class="number">Took</th>
          </tr>
        </thead>
        <tbody>
          ${rows}
        </tbody>
      </table>
    </div>
  </section>`;
}
