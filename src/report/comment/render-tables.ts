import type { Environment } from '../../environment/environment.ts';
import { describeRelease, describeTime } from '../describe/describe-release.ts';
import { describeChart, describeServices } from '../describe/describe-services.ts';
import { own, say, type Phrase } from '../text/phrase.ts';
import { renderCell } from '../text/render-markdown.ts';

/** Renders where each service is reached and what of it is deployed. */
export function renderServicesTable(environment: Environment, most: number): string {
  const rows = describeServices(environment).map(({ name, address, deployed }) => [say`${name}`, address, deployed]);
  return renderTable(['Service', 'Address', 'Deployed'], rows, most);
}

export function renderReleasesTable({ status }: Environment, most: number): string {
  const rows = status.releases.map((release) => [
    say`${release.id}`,
    say`${describeChart(release)}`,
    describeRelease(release),
    own(describeTime(release) ?? ''),
  ]);
  return renderTable(['Release', 'Chart', 'State', 'Took'], rows, most);
}

function renderTable(headings: readonly string[], rows: readonly (readonly Phrase[])[], most: number): string {
  const lines = rows.slice(0, most).map((cells) => `| ${cells.map(renderCell).join(' | ')} |`);
  const table = [`| ${headings.join(' | ')} |`, `|${' --- |'.repeat(headings.length)}`, ...lines].join('\n');
  return rows.length > most ? `${table}\n\nand ${rows.length - most} more, see the page` : table;
}
