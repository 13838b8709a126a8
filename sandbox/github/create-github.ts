import { mkdtemp, mkdir, rm } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { getRequestListener } from '@hono/node-server';
import { createActions } from './actions/create-actions.ts';
import { createClock } from './clock.ts';
import { loadContract } from './contract/contract.ts';
import { createState, generatePrivateKey } from './create-state.ts';
import type { AppOptions } from './create-state.ts';
import { createEvents } from './events.ts';
import { createFaultBox } from './faults/fault-box.ts';
import { answerGit, isGitRequest } from './git/answer-git.ts';
import type { GitHub } from './github.ts';
import { createLock } from './lock.ts';
import { createSite } from './site.ts';
import { createSender } from './webhooks/send-letter.ts';
import { emitPing } from './webhooks/emit-ping.ts';
import { createOutbox } from './webhooks/outbox.ts';
import { createUserToken } from './actions/accounts.ts';
import type { World } from './world.ts';

export interface GitHubOptions extends AppOptions {
  /** Where it listens. Default 127.0.0.1; pods reach this machine by the address of their bridge. */
  readonly host?: string;
  /** Default: any free one. */
  readonly port?: number;
  /** Where the repositories go; default a temporary folder that `close` removes. */
  readonly directory?: string;
  /** Requests an hour. Default 5,000. */
  readonly rateLimit?: number;
  readonly log?: (line: string) => void;
}

/** Starts a GitHub of one's own, on loopback if nothing else is asked for. */
export async function createGitHub(options: GitHubOptions = {}): Promise<GitHub> {
  const server = createServer();
  const url = await listen(server, options.host ?? '127.0.0.1', options.port ?? 0);
  const directory = await ensureDirectory(options.directory).catch(async (error: unknown) => {
    await closeServer(server);
    throw error;
  });
  const privateKey = options.privateKey ?? generatePrivateKey();
  const world = createWorld(options, { url, directory, privateKey });
  const github: GitHub = {
    url,
    apiUrl: world.links.apiUrl,
    ...{
      state: world.state,
      events: world.events,
      clock: world.clock,
      faults: world.faults,
      violations: world.violations,
    },
    privateKey,
    adminToken: createUserToken(world, world.state.app.owner),
    actions: createActions(world),
    takeViolations: () => world.violations.splice(0),
    settle: () => world.outbox.settle(),
    async close() {
      await world.outbox.close();
      await closeServer(server);
      if (options.directory === undefined) await rm(directory, { recursive: true, force: true });
    },
  };
  const site = createSite(world, github);
  const listener = getRequestListener(site.fetch);
  server.on('request', (request: IncomingMessage, response: ServerResponse) => {
    const isGit = isGitRequest((request.url ?? '/').split('?')[0] ?? '/');
    void (isGit ? answerGit(world, request, response) : listener(request, response));
  });
  emitPing(world);
  return github;
}

async function listen(server: Server, host: string, port: number): Promise<string> {
  const { promise, resolve, reject } = Promise.withResolvers<undefined>();
  server.once('error', reject);
  server.listen(port, host, () => resolve(undefined));
  await promise;
  return `http://${host}:${(server.address() as AddressInfo).port}`;
}

async function ensureDirectory(wanted: string | undefined): Promise<string> {
  if (wanted === undefined) return mkdtemp(join(tmpdir(), 'berth-github-'));
  await mkdir(wanted, { recursive: true });
  return wanted;
}

function createWorld(
  options: GitHubOptions,
  { url, directory, privateKey }: { url: string; directory: string; privateKey: string },
): World {
  const clock = createClock();
  const state = createState(options, privateKey, clock.now());
  const faults = createFaultBox(state, clock);
  return {
    links: { url, apiUrl: `${url}/api/v3` },
    ...{ state, clock, faults, directory },
    events: createEvents(),
    contract: loadContract(),
    violations: [],
    outbox: createOutbox(createSender(state, clock), faults),
    rateLimit: options.rateLimit ?? 5000,
    log: options.log ?? (() => undefined),
    lock: createLock(),
  };
}

function closeServer(server: Server): Promise<void> {
  const { promise, resolve } = Promise.withResolvers<undefined>();
  server.close(() => resolve(undefined));
  server.closeAllConnections();
  return promise;
}
