import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { UserError } from '../user-error.ts';
import type { GitHub } from '../github/github.ts';
import type { Actions } from '../github/actions/actions.ts';
import type { Account } from '../github/state/account.ts';
import type { Repository } from '../github/state/repository.ts';
import type { PullRequest } from '../github/state/pull-request.ts';
import { sampleFolder } from './sample-folder.ts';

const branch = 'warmer-welcome';
const title = 'Welcome people at the door';
const body = 'A shop that says nothing looks closed. Label this `preview` to see it before it is merged.';

/** Has Ada, who may write to acme/shop, open the pull request that the demo is about. Beside her: somebody who may label only, and a stranger. */
export async function openSamplePullRequest({ actions, state }: GitHub): Promise<PullRequest> {
  const shop = state.repositories.find(({ name }) => name === 'shop');
  if (shop === undefined) throw new UserError('the sample repository acme/shop is not there: start the demo again');
  const ada = actions.addPerson('ada', 'Ada Lovelace');
  actions.setRole(shop, ada, 'write');
  actions.setRole(shop, actions.addPerson('tom', 'Tom, who sorts issues'), 'triage');
  actions.addPerson('mallory', 'Mallory, a stranger');
  for (const [name, color] of [
    ['preview', '0e8a16'],
    ['staging', 'fbca04'],
  ] as const) {
    actions.createLabel(shop, ada, { name, color, description: `Deploy this pull request as ${name}` });
  }
  await changeWelcome(actions, shop, { author: ada, welcome: 'Come in, we are open.', message: title });
  return actions.openPullRequest(shop, { author: ada, title, body, head: branch });
}

interface Welcome {
  readonly author: Account;
  readonly welcome: string;
  readonly message: string;
}

/** Commits another line under the title of the shop to the branch of the pull request. */
export async function changeWelcome(
  actions: Actions,
  shop: Repository,
  { author, welcome, message }: Welcome,
): Promise<string> {
  const page = await readFile(join(sampleFolder, welcomePage), 'utf8');
  const changed = page.replace(/(<p class="tagline">).*(<\/p>)/, `$1${welcome}$2`);
  return await actions.commit(shop, { author, branch, message, changes: { [welcomePage]: changed } });
}

const welcomePage = 'storefront/src/App.vue';
