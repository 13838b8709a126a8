import { expect, test } from 'vitest';
import { renderDiff } from '../../../../sandbox/github/page/diff.ts';

test('lines carry their numbers before and after, whatever they begin with', async () => {
  const patch = '@@ -8,3 +9,3 @@ title\n same\n--- old\n+++ new\n\\ No newline at end of file';

  const html = await render({ patch });

  expect(listRows(html)).toEqual([
    ['diff-hunk', '', '', '@@ -8,3 +9,3 @@ title'],
    ['diff-context', '8', '9', ' same'],
    ['diff-removed', '9', '', '--- old'],
    ['diff-added', '', '10', '+++ new'],
    ['diff-hunk', '', '', '\\ No newline at end of file'],
  ]);
});

test('a file without a patch says why there is nothing to see', async () => {
  expect(await render({ patch: undefined })).toContain('Binary file');
});

test('a very long patch is cut, and says so', async () => {
  const patch = `@@ -0,0 +1,3000 @@\n${'+line\n'.repeat(2999)}+line`;

  const html = await render({ patch });

  expect(listRows(html)).toHaveLength(2000);
  expect(html).toContain('1001 more lines are not shown');
});

async function render(options: { patch: string | undefined }): Promise<string> {
  const html = await renderDiff([file(options)]);
  return html.toString();
}

function file({ patch }: { patch: string | undefined }) {
  const counts = { additions: 1, deletions: 1 };
  return { path: 'a.txt', previousPath: undefined, status: 'modified', sha: '0'.repeat(40), ...counts, patch } as const;
}

function listRows(html: string): string[][] {
  return [...html.matchAll(/<tr class="([^"]*)">([^]*?)<\/tr>/g)].map(([, kind = '', row = '']) => [
    kind,
    ...[...row.matchAll(/<td[^>]*>([^]*?)<\/td>/g)].map(([, cell = '']) => cell.replace(/<[^>]+>/g, '')),
  ]);
}
