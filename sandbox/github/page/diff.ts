import { html } from 'hono/html';
import type { ChangedFile } from '../git/changed-files.ts';
import type { Html } from './html.ts';

const maxPatchLines = 2_000; // a page that stays usable

/** Files that differ, line by line. */
export function renderDiff(files: readonly ChangedFile[]): Html {
  const additions = sum(files, 'additions');
  const deletions = sum(files, 'deletions');
  return html`<p class="diff-summary">
      Showing <strong>${count(files.length, 'changed file')}</strong> with
      <strong class="fgColor-success">${count(additions, 'addition')}</strong> and
      <strong class="fgColor-danger">${count(deletions, 'deletion')}</strong>.
    </p>
    ${files.map(renderFile)}`;
}

function renderFile(file: ChangedFile): Html {
  const { path, previousPath, status, additions, deletions, patch } = file;
  return html`<details class="Box mb-3 diff-file" id="diff-${path}" open>
    <summary class="Box-header">
      <code>${previousPath === undefined ? '' : `${previousPath} → `}${path}</code>
      ${status === 'modified' ? '' : html`<span class="Label Label--secondary">${status}</span>`}
      <span class="diff-counts"
        ><span class="fgColor-success">+${additions}</span> <span class="fgColor-danger">−${deletions}</span></span
      >
    </summary>
    ${
      patch === undefined
        ? html`<p class="Box-body color-fg-muted">Binary file, or only its name or mode changed.</p>`
        : renderPatch(patch)
    }
  </details>`;
}

function renderPatch(patch: string): Html {
  const lines = parsePatch(patch);
  const hidden = lines.length - maxPatchLines;
  return html`<div class="diff-scroll">
    <table class="diff">
      <tbody>
        ${lines.slice(0, maxPatchLines).map(renderLine)}
      </tbody>
    </table>
    ${hidden > 0 ? html`<p class="Box-body color-fg-muted">${hidden} more lines are not shown.</p>` : ''}
  </div>`;
}

interface DiffLine {
  readonly kind: 'hunk' | 'added' | 'removed' | 'context';
  readonly before: number | undefined;
  readonly after: number | undefined;
  readonly text: string;
}

function parsePatch(patch: string): DiffLine[] {
  let [before, after] = [0, 0];
  return patch.split('\n').map((line): DiffLine => {
    const hunk = /^@@ -(\d+)(?:,\d+)? \+(\d+)/.exec(line);
    if (hunk !== null) {
      [before, after] = [Number(hunk[1]), Number(hunk[2])];
      return { kind: 'hunk', before: undefined, after: undefined, text: line };
    }
    const text = line.slice(1);
    if (line.startsWith('+')) return { kind: 'added', before: undefined, after: after++, text };
    if (line.startsWith('-')) return { kind: 'removed', before: before++, after: undefined, text };
    if (line.startsWith('\\')) return { kind: 'hunk', before: undefined, after: undefined, text: line };
    return { kind: 'context', before: before++, after: after++, text };
  });
}

const markers = { hunk: '', added: '+', removed: '-', context: ' ' } as const;

function renderLine({ kind, before, after, text }: DiffLine): Html {
  return html`<tr class="diff-${kind}">
    <td class="diff-number">${before ?? ''}</td>
    <td class="diff-number">${after ?? ''}</td>
    <td class="diff-text"><span class="diff-marker">${markers[kind]}</span>${text}</td>
  </tr>`;
}

function sum(files: readonly ChangedFile[], key: 'additions' | 'deletions'): number {
  return files.reduce((total, file) => total + file[key], 0);
}

function count(number: number, what: string): string {
  return `${number} ${what}${number === 1 ? '' : 's'}`;
}
