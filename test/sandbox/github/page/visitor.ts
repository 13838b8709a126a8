import type { GitHub } from '../../../../sandbox/github/github.ts';
import { createPage } from '../../../../sandbox/github/page/page.ts';

/** A person with a browser that has no JavaScript. */
export interface Visitor {
  read(path: string): Promise<string>;
  /** Sends a form and resolves to the page that follows. */
  press(path: string, fields?: Readonly<Record<string, string>>): Promise<string>;
}

export function visitAs(github: GitHub, login: string): Visitor {
  const page = createPage(github);
  const person = `person=${login}`;
  async function read(path: string, cookies: readonly string[] = []): Promise<string> {
    const response = await page.request(`${github.url}${path}`, {
      headers: { cookie: [person, ...cookies].join('; ') },
    });
    return response.text();
  }
  return {
    read,
    async press(path, fields = {}) {
      const response = await page.request(`${github.url}${path}`, {
        method: 'POST',
        body: new URLSearchParams(fields),
        headers: { cookie: person, origin: github.url },
      });
      const cookies = response.headers.getSetCookie().map((cookie) => cookie.split(';')[0] ?? '');
      return read(response.headers.get('location') ?? '/', cookies);
    },
  };
}

/** What the page says at its top, if anything. */
export function readFlash(page: string): string | undefined {
  const [, part = ''] = /<div id="flash"[^>]*>([\s\S]*?)<div id="page"/.exec(page) ?? [];
  const text = part
    .replace(/<[^>]+>/g, '')
    .replaceAll('&quot;', '"')
    .trim();
  return text === '' ? undefined : text;
}
