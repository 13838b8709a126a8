import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { UserError } from '../user-error.ts';
import type { GitHub } from '../github/github.ts';
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
  const readme = await readFile(join(sampleFolder, 'README.md'), 'utf8');
  const changes = { 'README.md': readme.replace(/^(# .*)$/m, '$1\n\nCome in, we are open.') };
  await actions.commit(shop, { author: ada, branch, message: title, changes });
  return actions.openPullRequest(shop, { author: ada, title, body, head: branch });
}
