import { randomBytes } from 'node:crypto';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { KubeConfig } from '@kubernetes/client-node';
import { afterEach } from 'vitest';
import { determineComponentsFolder } from '../../sandbox/cluster/build/ensure-components.ts';
import { forgetEnvironments } from '../../sandbox/demo/remove-environments.ts';
import { findFreePort } from '../../sandbox/demo/find-free-port.ts';
import { startBerth, type RunningBerth } from '../../sandbox/demo/start-berth.ts';
import type { GitHub } from '../../sandbox/github/github.ts';
import type { Account } from '../../sandbox/github/state/account.ts';
import type { PullRequest } from '../../sandbox/github/state/pull-request.ts';
import type { Repository } from '../../sandbox/github/state/repository.ts';
import { repositoryRoot } from '../house/list-source-files.ts';
import type { BerthChart } from './berth-chart.ts';
import type { TestCluster } from './cluster.ts';
import { startGitHub } from './github.ts';
import { listHelms } from './list-helms.ts';

/** A GitHub with a repository, and a berth that works for it: a process of its own, with the rights that its chart gives. */
export interface Stage {
  readonly cluster: TestCluster;
  readonly github: GitHub;
  readonly repository: Repository;
  /** May push. */
  readonly ada: Account;
  /** May set labels, and no more. */
  readonly tom: Account;
  /** Of berth and of its `Environment` objects. */
  readonly berthNamespace: string;
  readonly berth: RunningBerth;
  /** A pull request of ada's from a branch of its own with a commit of its own. */
  openPullRequest(branch?: string): Promise<PullRequest>;
  push(pullRequest: PullRequest): Promise<string>;
  nameNamespace(pullRequest: PullRequest): string;
  nameHost(pullRequest: PullRequest): string;
  /** SIGKILL, as when a node is lost. */
  kill(): Promise<void>;
  /** One more berth for the same installation, on a port and in a pod of its own. It ends with the stage. */
  startReplica(): Promise<RunningBerth>;
  /** Another berth in the place of one that was killed: with the same settings, and nothing kept but what is in the cluster. */
  restart(): Promise<void>;
  readLog(): Promise<string>;
}

export interface StageOptions {
  readonly sweepIntervalSeconds?: number;
  /** Files of the repository besides, or in place of, those of the fixture. */
  readonly files?: Readonly<Record<string, string>>;
  /** How berth reaches the cluster, where that is not as its chart's account does. */
  readonly kubeConfig?: KubeConfig;
  /** Lines of the profile besides. */
  readonly profile?: string;
  /** Settings of berth besides. */
  readonly settings?: Readonly<Record<string, string>>;
  /** Where GitHub sends its webhooks, in place of the one berth that there is. */
  readonly webhookUrl?: string;
}

/** Gives the tests of a file stages on an installation of berth; each is gone after its test, and fails it if something of it stays. */
export function useBerth(
  cluster: TestCluster,
  chart: BerthChart,
): { start: (options?: StageOptions) => Promise<Stage> } {
  const ends: (() => Promise<void>)[] = [];
  const stages: Stage[] = [];
  afterEach(async ({ task }) => {
    if (task.result?.state === 'fail') for (const stage of stages) process.stderr.write(await stage.readLog());
    stages.length = 0;
    for (const end of ends.splice(0).toReversed()) await end();
  });
  return {
    start: async (options = {}) => {
      const stage = await startStage(cluster, chart, options, (end) => ends.push(end));
      stages.push(stage);
      return stage;
    },
  };
}

async function startStage(
  cluster: TestCluster,
  chart: BerthChart,
  options: StageOptions,
  atEnd: (end: () => Promise<void>) => void,
): Promise<Stage> {
  const folder = await mkdtemp(join(tmpdir(), 'berth-stage-'));
  atEnd(() => rm(folder, { recursive: true }));
  const prefix = chart.installation.namespace;
  const webhookSecret = randomBytes(20).toString('hex');
  const port = await findFreePort();
  const { webhookUrl = `http://127.0.0.1:${port}/api/github/webhooks` } = options;
  const github = await startGitHub({ webhookSecret, webhookUrl });
  const people = await addPeople(github, options.files);
  const logFile = join(folder, 'berth.log');
  const start = async (pod = { POD_NAME: prefix }, onPort = port) =>
    startBerth({
      port: onPort,
      gitHub: {
        apiUrl: github.apiUrl,
        appId: github.state.app.id,
        privateKeyFile: await writeText(join(folder, 'key.pem'), github.privateKey),
        webhookSecret,
      },
      kubeConfig: options.kubeConfig ?? chart.config,
      ...chart.installation,
      helm: join(await determineComponentsFolder(cluster.paths.cache), 'helm'),
      profiles: await writeProfile(folder, prefix, options.profile),
      sweepIntervalSeconds: options.sweepIntervalSeconds ?? 60,
      // One that is killed begins again in the same pod.
      settings: { ...pod, ...options.settings },
      logFile,
    });
  const replicas: RunningBerth[] = [];
  let berth: RunningBerth | undefined;
  const stop = async (end: 'stop' | 'kill') => {
    await berth?.[end]();
    berth = undefined;
  };
  atEnd(async () => {
    await Promise.all([stop('stop'), ...replicas.map((replica) => replica.stop())]);
    await forgetEnvironments({ config: cluster.config, namespace: prefix });
    await assertNoOrphans(prefix);
  });
  // What a run that was killed left behind.
  await forgetEnvironments({ config: cluster.config, namespace: prefix });
  berth = await start();
  return {
    ...{ cluster, github, ...people, berthNamespace: prefix },
    get berth() {
      if (berth === undefined) throw new Error('there is no berth: it was killed');
      return berth;
    },
    openPullRequest: (branch = 'topic') => openPullRequest(github, people, branch),
    push: ({ head }) => commit(github, people, head.ref),
    nameNamespace: ({ number }) => `${prefix}-pr-${number}`,
    nameHost: ({ number }) => `web-pr-${number}-${prefix}.preview.localhost`,
    kill: () => stop('kill'),
    startReplica: async () => {
      const replica = await start({ POD_NAME: `${prefix}-${replicas.length + 1}` }, 0);
      replicas.push(replica);
      return replica;
    },
    restart: async () => {
      berth = await start();
    },
    readLog: () => readFile(logFile, 'utf8'),
  };
}

type People = Pick<Stage, 'repository' | 'ada' | 'tom'>;

async function addPeople({ actions }: GitHub, files: StageOptions['files']): Promise<People> {
  const owner = actions.addOrganization('acme');
  const content = { folder: join(repositoryRoot, 'test/fixtures/repository') };
  const repository = await actions.createRepository({ owner, name: 'harbour', content });
  const ada = actions.addPerson('ada', 'Ada Lovelace');
  const tom = actions.addPerson('tom', 'Tom, who sorts issues');
  actions.setRole(repository, ada, 'write');
  actions.setRole(repository, tom, 'triage');
  if (files !== undefined) {
    await actions.commit(repository, { author: ada, branch: 'main', message: 'Change the manifest', changes: files });
  }
  actions.install(owner);
  return { repository, ada, tom };
}

async function openPullRequest(github: GitHub, people: People, branch: string): Promise<PullRequest> {
  await commit(github, people, branch);
  return github.actions.openPullRequest(people.repository, { author: people.ada, title: branch, head: branch });
}

/** Each commit has content of its own: what is deployed of it says which it is. */
function commit({ actions }: GitHub, { repository, ada }: People, branch: string): Promise<string> {
  const message = randomBytes(4).toString('hex');
  return actions.commit(repository, { author: ada, branch, message, changes: { [`${branch}.txt`]: message } });
}

async function writeText(file: string, text: string): Promise<string> {
  await writeFile(file, text, { mode: 0o600 });
  return file;
}

async function writeProfile(folder: string, prefix: string, more = ''): Promise<string> {
  const lines = [
    'extends: base',
    'label: preview',
    `namespace: ${prefix}-pr-<< pr.number >>`,
    `host: << service.name >>-pr-<< pr.number >>-${prefix}.preview.localhost`,
    more,
  ];
  const profiles = await mkdtemp(join(folder, 'environments-'));
  await writeText(join(profiles, 'preview.yaml'), lines.join('\n'));
  return profiles;
}

async function assertNoOrphans(namespace: string): Promise<void> {
  const orphans = await listHelms(namespace);
  if (orphans.length > 0) throw new Error(`berth left processes behind: ${orphans.join(', ')}`);
}
