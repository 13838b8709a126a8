import { findPackageJSON } from 'node:module';
import { dirname, join } from 'node:path';
import { serveStatic } from '@hono/node-server/serve-static';
import { Hono } from 'hono';
import type { MiddlewareHandler } from 'hono';

/** What pages load, by the first part of its address: our own browser code, and packages as they were published. */
const folders = {
  page: join(import.meta.dirname, 'browser'),
  'primer-css': packageFolder('@primer/css', 'dist'),
  'primer-primitives': packageFolder('@primer/primitives', 'dist/css'),
  mermaid: packageFolder('mermaid', 'dist'),
  idiomorph: packageFolder('idiomorph', 'dist'),
};

/** Serves `/_assets/NAME/…` from folders on disk, without asking for a network. */
export function createAssets(): Hono {
  const assets = new Hono();
  for (const [name, folder] of Object.entries(folders)) {
    assets.get(`/${name}/*`, cacheFor(name === 'page' ? 0 : 3600), serveFolder(`/_assets/${name}`, folder));
  }
  return assets;
}

function packageFolder(name: string, folder: string): string {
  const packageJson = findPackageJSON(name, import.meta.url);
  if (packageJson === undefined) throw new Error(`finding package "${name}": not installed, run "npm ci"`);
  return join(dirname(packageJson), folder);
}

function cacheFor(seconds: number): MiddlewareHandler {
  return async (context, next) => {
    await next();
    if (context.res.ok) context.header('Cache-Control', seconds === 0 ? 'no-cache' : `max-age=${seconds}`);
  };
}

function serveFolder(prefix: string, folder: string): MiddlewareHandler {
  return serveStatic({ root: folder, rewriteRequestPath: (path) => path.slice(prefix.length) });
}
