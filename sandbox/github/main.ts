import { Command } from 'commander';
import { runCommand } from '../run-command.ts';
import { readAppId, readPort, readWebhookUrl } from './cli/read-options.ts';
import { renderSeeded } from './cli/seed-repository.ts';
import { start } from './cli/start.ts';
import type { Started, StartOptions } from './cli/start.ts';
import { fullName } from './state/repository.ts';

const defaultPort = 8480;

await runCommand((signal) =>
  new Command('github')
    .description(
      "A GitHub of your own on this machine: API, git, webhooks and pages on one port, held to GitHub's description.",
    )
    .option('--port <number>', 'listen on 127.0.0.1 at this port; 0 takes any free one', readPort, defaultPort)
    .option('--data <folder>', 'keep repositories and the key here; without it in a folder that goes with the program')
    .option('--seed <folder>', 'make a repository acme/NAME of this folder; can be given more than once', collect, [])
    .option('--webhook-url <url>', 'where the App listens', readWebhookUrl)
    .option('--webhook-secret <secret>', 'what webhooks are signed with (default: a random one, printed)')
    .option('--app-id <number>', 'the id of the App', readAppId)
    .option('--private-key <file>', 'the private key of the App (default: a new one, its place printed)')
    .option('--json', 'print JSON')
    .allowExcessArguments(false)
    .action((options: StartOptions & { json?: boolean }) => serve(options, signal)),
);

async function serve(options: StartOptions & { json?: boolean }, signal: AbortSignal): Promise<void> {
  const started = await start(options, (line) => process.stderr.write(`${line}\n`));
  try {
    process.stdout.write(options.json === true ? renderJson(started) : renderText(started));
    await aborted(signal);
  } finally {
    await started.stop();
  }
}

function collect(folder: string, before: readonly string[]): string[] {
  return [...before, folder];
}

function aborted(signal: AbortSignal): Promise<void> {
  const { promise, resolve } = Promise.withResolvers<undefined>();
  if (signal.aborted) resolve(undefined);
  signal.addEventListener('abort', () => resolve(undefined), { once: true });
  return promise;
}

function renderText(started: Started): string {
  const { github, privateKeyFile, webhookSecret, repositories } = started;
  return `GitHub is at ${github.url}

  API          ${github.apiUrl}
  git          git clone http://x-access-token:TOKEN@${new URL(github.url).host}/OWNER/REPO.git
${renderSeeded(github, repositories)}  App id       ${github.state.app.id}
  private key  ${privateKeyFile}
  webhooks     ${github.state.app.hook.url ?? 'nowhere yet: give --webhook-url'}
  secret       ${webhookSecret}
  token        ${github.adminToken} (of the person "admin", who may do everything)
  control      ${github.url}/_control

Ctrl-C ends it.
`;
}

function renderJson({ github, privateKeyFile, webhookSecret, repositories }: Started): string {
  const { url, apiUrl, adminToken, state } = github;
  const names = repositories.map(fullName);
  const facts = { url, apiUrl, appId: state.app.id, privateKeyFile, webhookSecret, adminToken, repositories: names };
  return `${JSON.stringify(facts)}\n`;
}
