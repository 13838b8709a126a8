import { createGitHubClients, type GitHubClients } from '../../src/github/create-github-clients.ts';
import { createProbot } from '../../src/github/create-probot.ts';
import type { GitHub } from '../../sandbox/github/github.ts';
import { webhookSecret } from './github.ts';

/** The product's own clients, pointed at the stand-in. They do not keep the distances between writes, which would be waited for. */
export function createTestClients(github: GitHub, { timeoutMs = 5_000 } = {}): GitHubClients {
  const probot = createProbot({
    appId: github.state.app.id,
    privateKey: github.privateKey,
    webhookSecret,
    apiUrl: github.apiUrl,
    timeoutMs,
    isPaced: false,
  });
  return createGitHubClients((installation) => probot.auth(installation));
}
