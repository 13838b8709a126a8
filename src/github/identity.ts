import { z } from 'zod';
import type { GitHubClients } from './create-github-clients.ts';
import { askOne } from './requests/ask.ts';

/** The App, as it signs what it writes. */
export interface Identity {
  readonly id: number;
  readonly slug: string;
}

/** Creates what asks once who the App is, again only if that failed. */
export function createIdentityReader(clients: GitHubClients): () => Promise<Identity> {
  let known: Promise<Identity> | undefined;
  return () => {
    known ??= readIdentity(clients).catch((error: unknown) => {
      known = undefined;
      throw error;
    });
    return known;
  };
}

async function readIdentity(clients: GitHubClients): Promise<Identity> {
  return askOne(await clients.asApp(), App, 'GET /app', {});
}

const App = z.object({ id: z.int(), slug: z.string() });

/** What GitHub says of who wrote something. */
export const Signature = {
  author: z.object({ login: z.string(), type: z.string() }).nullable(),
  app: z.object({ id: z.int() }).nullish(),
};

interface Signed {
  readonly author: z.output<typeof Signature.author>;
  readonly app: z.output<typeof Signature.app>;
}

/** Whether the App wrote something. Nobody else can have the login of its bot: GitHub gives out none with brackets. */
export function isOwn({ id, slug }: Identity, { author, app }: Signed): boolean {
  if (app) return app.id === id;
  return author?.type === 'Bot' && author.login === `${slug}[bot]`;
}
