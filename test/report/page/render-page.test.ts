import fc from 'fast-check';
import type { Element, Root } from 'hast';
import rehypeRaw from 'rehype-raw';
import { unified } from 'unified';
import { visit } from 'unist-util-visit';
import { describe, expect, test } from 'vitest';
import { renderOverview } from '../../../src/report/page/render-overview.ts';
import { renderGonePage, renderPage } from '../../../src/report/page/render-page.ts';
import { anEnvironment } from '../an-environment.ts';
import { hostileEnvironment } from '../hostile-text.ts';
import { situations } from '../situations.ts';

const shown = ['deploying', 'live', 'migration-failed', 'manifest-problems', 'removal-held-up'];

describe('the page of an environment', () => {
  test.each(shown)('tells all there is to know when the situation is %s', async (name) => {
    const [environment] = situations[name] ?? [];

    await expect(renderPage(environment ?? anEnvironment())).toMatchFileSnapshot(`pages/${name}.html.txt`);
  });

  test('has only the elements, attributes and links that berth writes, whatever others write', () => {
    const own = listParts(renderPage(anEnvironment()));
    for (const [environment] of Object.values(situations)) {
      for (const part of listParts(renderPage(environment ?? anEnvironment()))) own.add(part);
    }

    fc.assert(
      fc.property(hostileEnvironment, (environment) => {
        const page = renderPage(environment);

        expect([...listParts(page)].filter((part) => !own.has(part))).toEqual([]);
        for (const href of listHrefs(page)) expect(href).toMatch(/^(?:https?:\/\/|\.\.\/)/);
      }),
      { numRuns: 300 },
    );
  });

  test('shows nothing of the installation, the object or the namespace', () => {
    const page = renderPage(anEnvironment());

    expect(page).not.toContain('shop-pr-12"');
    expect(page).not.toContain(anEnvironment().uid);
  });
});

describe('the overview', () => {
  test('lists every environment with its state, pull request, commit and address', () => {
    const page = renderOverview([anEnvironment(), ...(situations['host-held'] ?? [])]);

    expect(page.match(/href="environments\/[a-z0-9-]+"/g)).toHaveLength(2);
    expect(page).toContain('acme/shop#12');
    expect(page).toContain('web-pr-12-shop.preview.example.com');
    expect(page).toMatch(/waiting/);
  });

  test('says what to do when there is none', () => {
    expect(renderOverview([])).toContain('Set a label');
  });
});

test('the page for an unknown name says that an environment may be gone', () => {
  expect(renderGonePage()).toContain('It may have been removed');
});

function listElements(page: string): readonly Element[] {
  const root: Root = { type: 'root', children: [{ type: 'raw', value: page }] };
  const elements: Element[] = [];
  visit(unified().use(rehypeRaw).runSync(root), 'element', (element) => void elements.push(element));
  return elements;
}

/** Every element with the names of its attributes, as a browser reads the page. */
function listParts(page: string): Set<string> {
  return new Set(
    listElements(page).flatMap(({ tagName, properties }) => [
      tagName,
      ...Object.keys(properties).map((name) => `${tagName} ${name}`),
    ]),
  );
}

function listHrefs(page: string): readonly string[] {
  return listElements(page).flatMap(({ properties }) =>
    typeof properties['href'] === 'string' ? [properties['href']] : [],
  );
}
