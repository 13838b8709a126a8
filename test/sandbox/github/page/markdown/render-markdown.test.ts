import { describe, expect, test } from 'vitest';
import { renderMarkdown } from '../../../../../sandbox/github/page/markdown/render-markdown.ts';

const sha = 'f8083175fe890cbf14f41d0a06e7aa35d4989587';

async function render(markdown: string, kind: 'comment' | 'file' = 'comment'): Promise<string> {
  const references = {
    hasAccount: (login: string) => login === 'bob',
    hasPullRequest: (_repository: string, number: number) => number === 12,
    hasCommit: (_repository: string, prefix: string) => sha.startsWith(prefix),
  };
  return (await renderMarkdown(markdown, { kind, repository: 'acme/shop', references })).toString();
}

describe('what GitHub renders', () => {
  test('tables keep their alignment', async () => {
    const html = await render('| a | b |\n|---|--:|\n| 1 | 2 |');

    expect(html).toContain('<th align="right">b</th>');
    expect(html).toContain('<td>1</td>');
  });

  test('task lists are boxes that cannot be pressed', async () => {
    const html = await render('- [x] done\n- [ ] to do');

    expect(html).toContain('<input type="checkbox" checked disabled> done');
    expect(html).toContain('<input type="checkbox" disabled> to do');
  });

  test('Markdown inside of details is rendered, and open ones are open', async () => {
    const html = await render('<details open><summary>More</summary>\n\n**bold**\n\n</details>');

    expect(html).toMatch(/<details open><summary>More<\/summary>\s*<p><strong>bold<\/strong><\/p>/);
  });

  test.each(['NOTE', 'TIP', 'IMPORTANT', 'WARNING', 'CAUTION'])(
    'a quote that begins with [!%s] is an alert',
    async (kind) => {
      const html = await render(`> [!${kind}]\n> Take **care**\n>\n> \`\`\`sh\n> ls\n> \`\`\``);

      expect(html).toContain(`<div class="markdown-alert markdown-alert-${kind.toLowerCase()}">`);
      expect(html).toMatch(/Take <strong>care<\/strong>/);
      expect(html).toContain('language-sh');
      expect(html).not.toContain('[!');
      expect(html).not.toContain('blockquote');
    },
  );

  test.each(['> [!NOTE] on the same line', '> a quote', '> [!UNKNOWN]\n> text', '- > [!NOTE]\n  > inside a list'])(
    'other quotes stay quotes: %j',
    async (markdown) => {
      expect(await render(markdown)).toContain('<blockquote>');
    },
  );

  test('the lines of a comment are kept apart, those of a file flow together', async () => {
    expect(await render('one\ntwo', 'comment')).toContain('<br>');
    expect(await render('one\ntwo', 'file')).not.toContain('<br>');
  });

  test('code with a language is coloured, and its text is unchanged', async () => {
    const html = await render('```yaml\nname: shop # x < y\n```');

    expect(html).toContain('<span class="hljs-attr">name:</span>');
    expect(html.replace(/<[^>]+>/g, '')).toContain('name: shop # x &#x3C; y');
  });

  test('a Mermaid block is marked for the browser and readable without it', async () => {
    expect(await render('```mermaid\ngraph LR\n  a --> b\n```')).toBe(
      '<pre data-diagram="mermaid"><code class="language-mermaid">graph LR\n  a --> b\n</code></pre>',
    );
  });

  test('addresses become links that search engines do not follow', async () => {
    expect(await render('see https://example.com/x')).toContain(
      '<a href="https://example.com/x" rel="nofollow noopener noreferrer">https://example.com/x</a>',
    );
  });

  test('mentions, numbers and SHAs become links where there is something behind them', async () => {
    const html = await render(`@bob fixed #12 in ${sha}`);

    expect(html).toContain('<a href="/bob" class="user-mention">@bob</a>');
    expect(html).toContain('<a href="/acme/shop/pull/12">#12</a>');
    expect(html).toContain(`<a href="/acme/shop/commit/${sha}"><code>f808317</code></a>`);
  });

  test('mentions, numbers and SHAs stay text where there is nothing, and in code', async () => {
    expect(await render('@nobody #99 0123456789abcdef and `@bob #12`')).not.toContain('<a');
  });

  test('HTML comments are hidden', async () => {
    expect(await render('before <!-- berth:marker --> after\n\n<!--\nlong\n-->')).toBe('<p>before  after</p>\n');
  });

  test('emoji can be written by name', async () => {
    expect(await render(':rocket:')).toContain('🚀');
  });

  test('a footnote and its reference find each other', async () => {
    const html = await render('text[^1]\n\n[^1]: note');

    const target = /<a href="#([^"]+)"/.exec(html)?.[1] ?? 'no link';
    expect(html).toContain(`<li id="${target}">`);
  });
});

test.each([
  ['quotes', '>'.repeat(60_000)],
  ['spaced quotes', '> '.repeat(30_000)],
  ['elements', '<div>'.repeat(12_000)],
  ['emphasis', '<b><i>'.repeat(10_000)],
])('%s nested without end are shown as they were written', async (_what, markdown) => {
  const html = await render(markdown);

  expect(html).toBe(`<pre>${markdown.replaceAll('<', '&lt;').replaceAll('>', '&gt;')}</pre>`);
});

describe('what GitHub removes', () => {
  test.each([
    '<script>alert(1)</script>',
    '<SCRIPT SRC=//evil.example/x.js></SCRIPT>',
    '<scr<script>ipt>alert(1)</script>',
    '<img src=x onerror=alert(1)>',
    '<img src="javascript:alert(1)">',
    '<a href="javascript:alert(1)">x</a>',
    '<a href="JaVaScRiPt&#58;alert(1)">x</a>',
    '<a href="java\tscript:alert(1)">x</a>',
    '[x](javascript:alert(1))',
    '[x](vbscript:alert(1))',
    '[x](data:text/html;base64,PHNjcmlwdD4=)',
    '![x](data:image/svg+xml;base64,PHN2Zz4=)',
    '<svg onload=alert(1)><circle r=1></svg>',
    '<svg><style><img src=x onerror=alert(1)></style></svg>',
    '<math><mtext><table><mglyph><style><img src=x onerror=alert(1)>',
    '<style>body { display: none }</style>',
    '<p style="position:fixed;inset:0">x</p>',
    '<iframe src="https://evil.example"></iframe>',
    '<iframe srcdoc="<script>alert(1)</script>"></iframe>',
    '<object data="https://evil.example"></object><embed src="https://evil.example">',
    '<form action="https://evil.example"><button formaction="javascript:alert(1)">x</button></form>',
    '<input type="text" name="q" autofocus onfocus="alert(1)">',
    '<details ontoggle=alert(1) open>x</details>',
    '<base href="https://evil.example/">',
    '<meta http-equiv="refresh" content="0;url=https://evil.example">',
    '<link rel="stylesheet" href="https://evil.example/x.css">',
    '<noscript><p title="</noscript><img src=x onerror=alert(1)>">',
    '<template><script>alert(1)</script></template>',
    '<textarea><img src=x onerror=alert(1)></textarea>',
    '> [!NOTE]\n> <img src=x onerror=alert(1)>',
    '```mermaid\n<img src=x onerror=alert(1)>\n```',
    '```html\n<script>alert(1)</script>\n```',
    '```x" onmouseover="alert(1)\ny\n```',
  ])('nothing of %j can act', async (markdown) => {
    const tags = listTags(await render(markdown));

    expect(tags.filter(({ name }) => forbiddenTags.has(name))).toEqual([]);
    expect(tags.flatMap(({ attributes }) => attributes).filter(isDangerous)).toEqual([]);
  });

  test('an id of a comment cannot take the place of one of the page', async () => {
    expect(await render('<a name="page" id="flash">x</a>')).toContain('id="user-content-flash"');
  });

  test('a class of a comment cannot borrow the look of the page', async () => {
    expect(await render('<div class="flash flash-error btn">x</div>')).not.toContain('class');
  });

  test('only a Mermaid block is drawn, not what HTML calls one', async () => {
    expect(await render('<pre data-diagram="mermaid">graph TD</pre>')).toBe('<pre>graph TD</pre>');
  });

  test('pictures tell their host nothing about the reader', async () => {
    expect(await render('![x](https://example.com/a.png)')).toContain('referrerpolicy="no-referrer"');
  });
});

const forbiddenTags = new Set(
  ['script', 'style', 'iframe', 'object', 'embed', 'form', 'button', 'svg', 'math', 'base', 'meta', 'link'].concat([
    'noscript',
    'template',
    'textarea',
    'select',
  ]),
);

/** Tags as a browser would see them; alerts bring a drawing of our own. */
function listTags(html: string): { name: string; attributes: string[] }[] {
  const own = /<svg class="octicon mr-2"[^>]*>.*?<\/svg>/g;
  return [...html.replace(own, '').matchAll(/<([a-z][a-z0-9-]*)((?:\s+[^\s=>]+(?:="[^"]*")?)*)\s*>/gi)].map(
    ([, name = '', rest = '']) => ({ name: name.toLowerCase(), attributes: rest.match(/[^\s=]+(?:="[^"]*")?/g) ?? [] }),
  );
}

function isDangerous(attribute: string): boolean {
  const [name = '', value = ''] = attribute.split('="');
  if (/^(on|style$|srcdoc$|formaction$|action$|autofocus$)/i.test(name)) return true;
  return /^(href|src)$/i.test(name) && /^[\s\x00-\x1f]*(javascript|vbscript|data):/i.test(value);
}
