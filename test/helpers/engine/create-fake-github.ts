import type { Actor } from '../../../src/environment/determine-approval.ts';
import type {
  CheckState,
  GitHubReader,
  GitHubWriter,
  PullRequestReading,
  SourceReader,
} from '../../../src/engine/ports/github.ts';

export interface FakePullRequest {
  repository: string;
  state: 'open' | 'closed' | 'merged';
  labels: string[];
  sha: string;
  origin: 'sameRepository' | 'fork';
}

export interface FakeGitHub extends GitHubReader, GitHubWriter, SourceReader {
  readonly pullRequests: Map<string, FakePullRequest>;
  readonly roles: Map<string, string>;
  /** Manifests by commit; the one of '' is that of all others. */
  readonly manifests: Map<string, string>;
  /** What was written, in order, in one line each. */
  readonly writes: string[];
  /** How often anything was asked. */
  readonly reads: { count: number };
  /** How each check of any commit stands, and of which commits that was asked. */
  readonly checks: FakeChecks;
  /** The comment as it stands, by `owner/name#number`. */
  readonly comments: Map<string, string>;
  /** What GitHub's records say of who set the label and who pushed. */
  history: { labelledBy: string | undefined; pushedBy: string | undefined };
  answer: PullRequestReading['answer'] | undefined;
}

export interface FakeChecks {
  readonly states: Map<string, CheckState>;
  readonly asked: string[];
  /** Called once GitHub has looked how they stand, before it says so. */
  before: () => Promise<void>;
}

/** A GitHub in memory, as far as the ports tell of it. */
export function createFakeGitHub(): FakeGitHub {
  const state = {
    pullRequests: new Map<string, FakePullRequest>(),
    roles: new Map<string, string>([['alice', 'write']]),
    manifests: new Map<string, string>(),
    writes: [] as string[],
    reads: { count: 0 },
    checks: { states: new Map<string, CheckState>(), asked: [] as string[], before: () => Promise.resolve() },
    comments: new Map<string, string>(),
    history: { labelledBy: undefined as string | undefined, pushedBy: undefined as string | undefined },
    answer: undefined as PullRequestReading['answer'] | undefined,
  };
  const github: FakeGitHub = Object.assign(state, createReader(), createSources(), createWriter());
  return github;

  function createReader(): GitHubReader {
    const toActor = (login: string): Actor => ({
      id: login.length,
      login,
      type: 'User',
      role: state.roles.get(login) ?? 'none',
    });
    return {
      readPullRequest: ({ repository, number }) => {
        state.reads.count += 1;
        const found = state.pullRequests.get(`${repository.toLowerCase()}#${number}`);
        const { answer } = github;
        if (answer !== undefined && answer.kind !== 'found') return Promise.resolve({ answer });
        if (found === undefined) return Promise.resolve({ answer: { kind: 'notFound', repository: 'notFound' } });
        return Promise.resolve(toReading(number, found));
      },
      readApprovalHistory: () => {
        state.reads.count += 1;
        const { labelledBy, pushedBy } = github.history;
        return Promise.resolve({
          labelledBy: labelledBy === undefined ? undefined : toActor(labelledBy),
          pushedBy: pushedBy === undefined ? 'nobody' : toActor(pushedBy),
        });
      },
      readActor: (_, { login }) => {
        state.reads.count += 1;
        return Promise.resolve(toActor(login));
      },
      listChangedFiles: () => Promise.resolve([]),
      listChecks: async (_, sha) => {
        state.reads.count += 1;
        state.checks.asked.push(sha);
        const states = new Map(state.checks.states);
        await state.checks.before();
        return states;
      },
      listLabelled: (labels) => {
        const open = [...state.pullRequests].filter(
          ([, one]) => one.state === 'open' && one.labels.some((label) => labels.includes(label)),
        );
        const pullRequests = open.map(([key, { repository }]) => ({
          repository,
          number: Number(key.slice(key.lastIndexOf('#') + 1)),
        }));
        return Promise.resolve({ pullRequests, failed: [] });
      },
      redeliverFailed: () => Promise.resolve(0),
    };
  }

  function createSources(): SourceReader {
    return {
      ensureSource: ({ sha }) => Promise.resolve(sha),
      readSourceFile: (folder) => Promise.resolve(state.manifests.get(folder) ?? state.manifests.get('')),
    };
  }

  function createWriter(): GitHubWriter {
    const deployments = new Map<string, number>();
    return {
      ensureComment: ({ repository, number }, { body, create }) => {
        const key = `${repository.toLowerCase()}#${number}`;
        if (!create && !state.comments.has(key)) return Promise.resolve(undefined);
        state.comments.set(key, body);
        state.writes.push(`comment: ${body.split('\n').find((line) => line.startsWith('###')) ?? ''}`);
        return Promise.resolve(1);
      },
      ensureDeployment: (_, { sha, environment, marker }) => {
        const key = `${marker} ${sha}`;
        if (!deployments.has(key)) state.writes.push(`deployment of ${sha.slice(0, 3)} in ${environment}`);
        deployments.set(key, deployments.get(key) ?? deployments.size + 1);
        return Promise.resolve(deployments.get(key) ?? 0);
      },
      createDeploymentStatus: (_, { deployment, state: is, description }) => {
        state.writes.push(`deployment ${deployment} is ${is}: ${description}`);
        return Promise.resolve();
      },
      ensureCheckRun: (_, { title }) => {
        state.writes.push(`check: ${title}`);
        return Promise.resolve();
      },
      removeLabel: ({ repository, number }, label) => {
        const found = state.pullRequests.get(`${repository.toLowerCase()}#${number}`);
        if (found !== undefined) found.labels = found.labels.filter((one) => one !== label);
        state.writes.push(`label ${label} taken off`);
        return Promise.resolve();
      },
    };
  }
}

function toReading(number: number, { repository, state, labels, sha, origin }: FakePullRequest): PullRequestReading {
  return {
    answer: { kind: 'found', repository, number, state, labels, headSha: sha },
    details: {
      installation: 1,
      head: { sha, branch: 'search', base: 'main', author: 'alice', origin },
      labels,
      updatedAt: '2026-05-04T10:00:00Z',
    },
  };
}
