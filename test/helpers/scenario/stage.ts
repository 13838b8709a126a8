import type { KubeConfig } from '@kubernetes/client-node';
import { start } from '../../../sandbox/github/cli/start.ts';
import type { GitHub } from '../../../sandbox/github/github.ts';
import type { Account } from '../../../sandbox/github/state/account.ts';
import { nextId } from '../../../sandbox/github/state/state.ts';
import { findFreePort } from '../../../sandbox/demo/find-free-port.ts';
import { startBerth } from '../../../sandbox/demo/start-berth.ts';
import { forgetEnvironments } from '../../../sandbox/demo/remove-environments.ts';

/** What scenarios are played on: a GitHub, a berth and a cluster, for all of them together. */
export interface Stage {
  readonly github: GitHub;
  readonly organization: Account;
  readonly people: Readonly<Record<'ada' | 'tom' | 'mallory' | 'renovate[bot]', Account>>;
  /** The cluster's administrator. */
  readonly config: KubeConfig;
  /** The namespace of berth. */
  readonly namespace: string;
  readonly berthUrl: string;
  stop(): Promise<void>;
}

interface StageOptions {
  readonly config: KubeConfig;
  readonly berthConfig: KubeConfig;
  readonly installation: { readonly namespace: string; readonly name: string };
  readonly helm: string;
  /** The folder of the profiles. */
  readonly profiles: string;
  readonly logFile?: string;
}

/** Starts a GitHub with an organization and its people, and a berth that is its App. */
export async function startStage(options: StageOptions): Promise<Stage> {
  const { config, berthConfig, installation, helm, profiles, logFile } = options;
  const { namespace, name } = installation;
  await forgetEnvironments({ config, namespace });
  const port = await findFreePort();
  const webhookUrl = `http://127.0.0.1:${port}/api/github/webhooks`;
  const started = await start({ port: 0, seed: [], webhookUrl }, () => undefined);
  const { github, privateKeyFile, webhookSecret } = started;
  try {
    const organization = github.actions.addOrganization('acme');
    github.actions.install(organization);
    const berth = await startBerth({
      ...{ port, namespace, name, helm, profiles },
      gitHub: { apiUrl: github.apiUrl, appId: github.state.app.id, privateKeyFile, webhookSecret },
      kubeConfig: berthConfig,
      ...(logFile !== undefined && { logFile }),
    });
    const stop = async () => {
      await berth.stop();
      await forgetEnvironments({ config, namespace }); // of scenarios that failed
      await started.stop();
    };
    return { github, organization, people: addPeople(github), config, namespace, berthUrl: berth.url, stop };
  } catch (error) {
    await started.stop();
    throw error;
  }
}

function addPeople({ actions, state, clock }: GitHub): Stage['people'] {
  const bot: Account = {
    id: nextId(state),
    login: 'renovate[bot]',
    type: 'Bot',
    name: 'Renovate',
    email: 'renovate@users.noreply.github.com',
    createdAt: clock.now(),
  };
  state.accounts.push(bot);
  return {
    ada: actions.addPerson('ada', 'Ada Lovelace'),
    tom: actions.addPerson('tom', 'Tom, who sorts issues'),
    mallory: actions.addPerson('mallory', 'Mallory, a stranger'),
    'renovate[bot]': bot,
  };
}
