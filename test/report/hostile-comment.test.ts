import fc from 'fast-check';
import type { Nodes, Root } from 'mdast';
import remarkGfm from 'remark-gfm';
import remarkParse from 'remark-parse';
import { unified } from 'unified';
import { visit } from 'unist-util-visit';
import { describe, expect, test } from 'vitest';
import { commentMarker } from '../../src/report/comment-marker.ts';
import { renderComment } from '../../src/report/render-comment.ts';
import { anEnvironment, aRelease } from './an-environment.ts';
import { hostileEnvironment, hostileText } from './hostile-text.ts';

const publicUrl = 'https://berth.example.com';
const processor = unified().use(remarkParse).use(remarkGfm);

const ownHtml = [
  /^<!-- berth -->$/,
  /^<details><summary>(?:Graph|(?:Releases|Removed) \(\d+\))<\/summary>$/,
  /^<\/details>$/,
  /^<\/?sub>$/,
];
const ownLinks = /^https:\/\/(?:github\.com\/acme\/shop\/|berth\.example\.com\/environments\/|shop\.example\/)/;

/** What GitHub makes a link or a call of in plain text, beyond what the parser knows. */
const callsOrLinks = /@\w|#\d|\bGH-\d|https?:|www\.|\b[0-9a-f]{7,}\b|:\w+:/i;

describe('a comment with hostile words', () => {
  test('holds no mention, picture, foreign link or HTML', () => {
    fc.assert(
      fc.property(hostileEnvironment, (environment) => {
        const comment = renderComment({ environments: [environment], publicUrl });
        const tree = processor.parse(comment);

        expect(listHtml(tree).filter((html) => !ownHtml.some((pattern) => pattern.test(html)))).toEqual([]);
        expect(listNodes(tree, 'image', 'imageReference', 'linkReference', 'definition', 'footnoteDefinition')).toEqual(
          [],
        );
        expect(listUrls(tree).filter((url) => !ownLinks.test(url) && !isAddressOf(environment, url))).toEqual([]);
        expect(listTexts(tree).filter((text) => callsOrLinks.test(text))).toEqual([]);
      }),
      { numRuns: 400 },
    );
  });

  test('keeps its shape: one heading, the rows of its tables, no line that begins a command', () => {
    fc.assert(
      fc.property(hostileEnvironment, (environment) => {
        const comment = renderComment({ environments: [environment], publicUrl });
        const tree = processor.parse(comment);

        expect(comment.startsWith(`${commentMarker}\n`)).toBe(true);
        expect(listHtml(tree).filter((html) => html === commentMarker)).toHaveLength(1);
        expect(listNodes(tree, 'heading')).toHaveLength(1);
        expect(listNodes(tree, 'blockquote', 'thematicBreak')).toEqual([]);
        visit(tree, 'table', ({ children }) => {
          for (const row of children) expect(row.children).toHaveLength(children[0]?.children.length ?? 0);
        });
        expect(listTexts(tree).filter((text) => /^\s*[/@]/.test(text))).toEqual([]);
      }),
      { numRuns: 300 },
    );
  });

  test('fits whatever there is to tell, and says so', () => {
    const long = hostileText.map((text) => text.repeat(1 + Math.floor(400 / Math.max(1, text.length))));
    fc.assert(
      fc.property(long, fc.integer({ min: 1, max: 400 }), (text, count) => {
        const environment = anEnvironment({
          status: {
            phase: 'Failed',
            releases: Array.from({ length: count }, (_, index) =>
              aRelease(`${index}${text}`, {
                phase: 'Failed',
                message: text.repeat(5),
                log: Array.from({ length: 50 }, () => text),
              }),
            ),
            services: Array.from({ length: count }, () => ({
              name: text,
              kind: 'here',
              url: `https://shop.example/${text}`,
            })),
            problems: Array.from({ length: count }, () => ({
              file: text,
              line: 1,
              column: 1,
              message: text,
              hint: text,
            })),
          },
        });

        expect(renderComment({ environments: [environment, environment], publicUrl }).length).toBeLessThan(65_536);
      }),
      { numRuns: 15 },
    );
  });
});

test('what does not fit goes in order: logs, then the graph, then rows', () => {
  const render = (count: number) => {
    const releases = Array.from({ length: count }, (_, index) =>
      aRelease(`api/${'x'.repeat(150)}${index}`, {
        phase: 'Failed',
        reason: 'CrashLoop',
        chart: 'c'.repeat(190),
        log: Array.from({ length: 20 }, () => 'l'.repeat(480)),
      }),
    );
    const environment = anEnvironment({ status: { phase: 'Failed', releases } });
    return renderComment({ publicUrl, environments: [environment, environment] });
  };

  const [small, middle, large] = [render(3), render(40), render(400)];

  expect(small).toContain('lllll');
  expect(middle).not.toContain('lllll');
  expect(middle).toContain('```mermaid');
  expect(middle).toContain('| Release |');
  expect(large).not.toContain('```mermaid');
  expect(large).toMatch(/and \d+ more, see the page/);
});

function listNodes(tree: Root, ...types: readonly Nodes['type'][]): readonly Nodes[] {
  const found: Nodes[] = [];
  visit(tree, (node) => {
    if (types.includes(node.type)) found.push(node);
  });
  return found;
}

function listHtml(tree: Root): readonly string[] {
  return listNodes(tree, 'html').flatMap((node) => ('value' in node ? node.value.split('\n') : []));
}

function listUrls(tree: Root): readonly string[] {
  return listNodes(tree, 'link').flatMap((node) => ('url' in node ? [node.url] : []));
}

function listTexts(tree: Root): readonly string[] {
  return listNodes(tree, 'text').flatMap((node) => ('value' in node ? [node.value] : []));
}

/** The address of a service may lead anywhere: its host was checked when the manifest was. */
function isAddressOf({ status }: { status: { address?: string | undefined } }, url: string): boolean {
  return (
    status.address !== undefined && URL.canParse(status.address) && new URL(status.address).host === new URL(url).host
  );
}
