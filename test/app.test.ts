import { readFileSync } from 'node:fs';
import type { Probot } from 'probot';
import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { createApp } from '../src/app.ts';
import { recordInto } from './helpers/front-door.ts';

type Handle = (event: { id: string; name: string; payload: unknown }) => Promise<void>;

/** What the app subscribes to, by the name of event and action. */
function load(woken: string[] = []): Map<string, Handle> {
  const handlers = new Map<string, Handle>();
  const app = { on: (name: string, handle: Handle) => handlers.set(name, handle) };
  void createApp(recordInto(woken))(app as unknown as Probot, { cwd: '.', addHandler: () => undefined });
  return handlers;
}

const repository = { full_name: 'acme/shop' };
const sha = 'a'.repeat(40);
const ada = { id: 7, login: 'ada', type: 'User' };
const onPullRequest = { repository, issue: { number: 4, pull_request: {} } };

describe('an event wakes', () => {
  test.each<readonly [string, unknown, readonly string[]]>([
    ['pull_request.opened', { repository, pull_request: { number: 4 } }, ['pull request acme/shop#4']],
    [
      'pull_request.labeled',
      { repository, pull_request: { number: 4, head: { sha } }, label: { name: 'preview' }, sender: ada },
      [`pull request acme/shop#4 labelled preview ${sha} ada`],
    ],
    ['pull_request.labeled', { repository, pull_request: { number: 4 } }, []],
    [
      'pull_request.synchronize',
      { repository, pull_request: { number: 4, head: { sha } }, sender: ada },
      [`pull request acme/shop#4 pushed ${sha} ada`],
    ],
    [
      'pull_request.closed',
      { repository, pull_request: { number: 4, head: { repo: null } } },
      ['pull request acme/shop#4'],
    ],
    ['issue_comment.created', { ...onPullRequest, sender: ada }, ['pull request acme/shop#4 commented']],
    ['issue_comment.created', { ...onPullRequest, sender: { ...ada, type: 'Bot' } }, []],
    ['issue_comment.created', { repository, issue: { number: 4 }, sender: ada }, []],
    ['check_run.completed', { repository, check_run: { head_sha: sha } }, [`commit acme/shop ${sha}`]],
    ['status', { repository, sha }, [`commit acme/shop ${sha}`]],
    ['label.deleted', { repository }, ['repository acme/shop']],
    ['installation.created', { repositories: [repository] }, ['repository acme/shop']],
    ['installation.unsuspend', {}, []],
    ['installation_repositories.added', { repositories_added: [repository] }, ['repository acme/shop']],
  ])('%s %j', async (name, payload, expected) => {
    const woken: string[] = [];

    await load(woken).get(name)!({ id: 'd', name, payload });

    expect(woken).toEqual(expected);
  });

  test.each([null, {}, { repository: null }, { repository: { full_name: '../..#9' }, pull_request: { number: 1 } }])(
    'nothing when the payload is not what its name says: %j',
    async (payload) => {
      const woken: string[] = [];
      const handlers = load(woken);

      for (const [name, handle] of handlers) {
        if (!name.startsWith('installation')) await handle({ id: 'd', name, payload });
      }

      expect(woken).toEqual([]);
    },
  );
});

describe('app.yml', () => {
  const registration = parse(readFileSync('app.yml', 'utf8')) as {
    default_events: string[];
    default_permissions: Record<string, string>;
  };
  /** GitHub sends these to every App and refuses them in a list. */
  const sentAnyway = new Set(['installation', 'installation_repositories']);
  /** What GitHub demands of an App that subscribes to the event. */
  const neededFor: Record<string, string> = {
    check_run: 'checks',
    issue_comment: 'issues',
    label: 'metadata',
    pull_request: 'pull_requests',
    status: 'statuses',
  };

  test('subscribes to exactly the events that are handled', () => {
    const handled = new Set([...load().keys()].map((name) => name.split('.', 1)[0]!));

    expect(registration.default_events).toEqual([...handled].filter((event) => !sentAnyway.has(event)).sort());
  });

  test('asks for the permission behind each event, and for no more than is used', () => {
    for (const event of registration.default_events) {
      expect(registration.default_permissions).toHaveProperty(neededFor[event] ?? event);
    }
    expect(registration.default_permissions).toEqual({
      checks: 'write',
      contents: 'read',
      deployments: 'write',
      issues: 'read',
      metadata: 'read',
      pull_requests: 'write',
      statuses: 'read',
    });
  });
});
