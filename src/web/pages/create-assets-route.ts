import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { answer } from '../answer.ts';
import type { Route } from '../route.ts';

// As far away from `src` as from what is built out of it.
const folder = fileURLToPath(new URL('../../../src/web/pages/browser', import.meta.url));
const types = {
  'page.css': 'text/css; charset=utf-8',
  'page.js': 'text/javascript; charset=utf-8',
  'morph.js': 'text/javascript; charset=utf-8',
  'icon.svg': 'image/svg+xml',
} as const;
const prefix = '/assets/';

/** Serves what pages load. The files are read once; browsers ask each time whether they have changed. */
export function createAssetsRoute(): Route {
  const assets = new Map(
    Object.entries(types).map(([name, type]) => {
      const content = readFileSync(join(folder, name));
      const etag = `"${createHash('sha256').update(content).digest('hex').slice(0, 16)}"`;
      return [name, { type, content, etag }];
    }),
  );
  return {
    method: 'GET',
    path: prefix,
    handle({ request, response }) {
      const asset = assets.get((request.url ?? '').split('?', 1)[0]?.slice(prefix.length) ?? '');
      if (asset === undefined) {
        answer(response, 404, 'not found');
        return;
      }
      const { type, content, etag } = asset;
      response.setHeader('cache-control', 'no-cache').setHeader('etag', etag);
      if (request.headers['if-none-match'] === etag) response.writeHead(304).end();
      else response.writeHead(200, { 'content-type': type, 'content-length': content.length }).end(content);
    },
  };
}
