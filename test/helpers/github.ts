import { createHmac, timingSafeEqual } from 'node:crypto';
import { createServer } from 'node:http';
import type { IncomingMessage, Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, expect } from 'vitest';
import { generatePrivateKey } from '../../sandbox/github/create-state.ts';
import { createGitHub } from '../../sandbox/github/create-github.ts';
import type { GitHubOptions } from '../../sandbox/github/create-github.ts';
import type { GitHub } from '../../sandbox/github/github.ts';
import type { Account } from '../../sandbox/github/state/account.ts';
import type { PullRequest } from '../../sandbox/github/state/pull-request.ts';
import type { Repository } from '../../sandbox/github/state/repository.ts';

export const webhookSecret = 'a secret only GitHub and the App know';

/** One for all: making it takes longer than most tests. */
const privateKey = generatePrivateKey();
const started: GitHub[] = [];
const listeners: Server[] = [];

/** A GitHub for one test. The test fails if anything in it differed from GitHub's description. */
export async function startGitHub(options: GitHubOptions = {}): Promise<GitHub> {
  const github = await createGitHub({ webhookSecret, privateKey, ...options });
  started.push(github);
  return github;
}

afterEach(async () => {
  const github = started.splice(0);
  const violations = github.flatMap((each) => each.violations);
  await Promise.all(github.map((each) => each.close()));
  for (const server of listeners.splice(0)) {
    server.close();
    server.closeAllConnections();
  }
  expect(violations, "what differs from GitHub's description").toEqual([]);
});

export interface Sample {
  readonly organization: Account;
  /** May push. */
  readonly ada: Account;
  readonly adaToken: string;
  readonly shop: Repository;
}

/** An organization with the App installed, a repository with three files, and somebody who may push to it. */
export async function addSample({ actions }: GitHub, { private: isPrivate = false } = {}): Promise<Sample> {
  const organization = actions.addOrganization('acme');
  const ada = actions.addPerson('ada', 'Ada Lovelace');
  const files = { 'README.md': '# Shop\n', 'src/app.txt': 'one\ntwo\nthree\n', '.berth.yaml': 'version: 1\n' };
  const shop = await actions.createRepository({
    owner: organization,
    name: 'shop',
    private: isPrivate,
    content: { files },
  });
  actions.setRole(shop, ada, 'write');
  actions.install(organization);
  return { organization, ada, adaToken: actions.createToken(ada), shop };
}

/** The sample's pull request #1: one commit on the branch `topic`. */
export async function openSamplePullRequest({ actions }: GitHub, { shop, ada }: Sample): Promise<PullRequest> {
  const changes = { 'src/app.txt': 'one\n2\nthree\n' };
  await actions.commit(shop, { author: ada, branch: 'topic', message: 'Write numbers', changes });
  return actions.openPullRequest(shop, { author: ada, title: 'Numbers', head: 'topic' });
}

export interface ReceivedWebhook {
  readonly event: string;
  readonly action: string | undefined;
  readonly guid: string;
  readonly headers: IncomingMessage['headers'];
  readonly payload: Payload;
  /** Whether the signature is right, over the bytes as they came. */
  readonly isSigned: boolean;
}

/** As much of a payload as tests look at. */
export interface Payload {
  readonly [key: string]: unknown;
  readonly sender: { readonly login: string };
  readonly repository: { readonly full_name: string };
  readonly installation: { readonly id: number };
  readonly label: { readonly name: string };
  readonly pull_request: {
    readonly number: number;
    readonly merged: boolean;
    readonly head: { readonly sha: string; readonly repo: unknown };
    readonly labels: readonly { readonly name: string }[];
  };
}

export interface WebhookListener {
  readonly url: string;
  readonly received: readonly ReceivedWebhook[];
  /** `pull_request.labeled` and so on, in the order in which they came. */
  listNames(): string[];
  /** The first webhook of that name, now or once it comes. */
  waitFor(name: string): Promise<ReceivedWebhook>;
}

/** Listens as an App would. `answer` gives the status of each answer, 200 without it. */
export async function listenForWebhooks(
  answer: (webhook: ReceivedWebhook) => number = () => 200,
): Promise<WebhookListener> {
  const received: ReceivedWebhook[] = [];
  const waiting = new Set<() => void>();
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const webhook = readWebhook(request, Buffer.concat(chunks));
      received.push(webhook);
      response.writeHead(answer(webhook)).end();
      for (const check of waiting) check();
    });
  });
  listeners.push(server);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const find = (name: string) => received.find((webhook) => nameOf(webhook) === name);
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/`,
    received,
    listNames: () => received.map(nameOf),
    waitFor: (name) =>
      new Promise((resolve) => {
        const check = () => {
          const found = find(name);
          if (!found) return;
          waiting.delete(check);
          resolve(found);
        };
        waiting.add(check);
        check();
      }),
  };
}

function nameOf({ event, action }: ReceivedWebhook): string {
  return action === undefined ? event : `${event}.${action}`;
}

function readWebhook({ headers }: IncomingMessage, body: Buffer): ReceivedWebhook {
  const payload = JSON.parse(body.toString('utf8')) as Payload & { action?: string };
  const signature = createHmac('sha256', webhookSecret).update(body).digest('hex');
  const given = Buffer.from(String(headers['x-hub-signature-256']));
  const wanted = Buffer.from(`sha256=${signature}`);
  return {
    event: String(headers['x-github-event']),
    action: payload.action,
    guid: String(headers['x-github-delivery']),
    headers,
    payload,
    isSigned: given.length === wanted.length && timingSafeEqual(given, wanted),
  };
}

/** Asks the API as a person or an App would, with a token. */
export async function callApi(
  { apiUrl }: GitHub,
  request: string,
  { token, body, headers }: { token?: string; body?: unknown; headers?: Record<string, string> } = {},
): Promise<{ status: number; headers: Headers; body: unknown; text: string }> {
  const [method = 'GET', path = ''] = request.split(' ');
  const response = await fetch(apiUrl + path, {
    method,
    redirect: 'manual',
    headers: {
      connection: 'close',
      ...(token !== undefined && { authorization: `Bearer ${token}` }),
      ...headers,
    },
    ...(body !== undefined && { body: JSON.stringify(body) }),
  });
  const text = await response.text();
  const isJson = response.headers.get('content-type')?.includes('json') ?? false;
  return {
    status: response.status,
    headers: response.headers,
    body: isJson && text !== '' ? JSON.parse(text) : undefined,
    text,
  };
}
