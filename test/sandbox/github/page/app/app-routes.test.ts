import { expect, test } from 'vitest';
import { listenForWebhooks, startGitHub } from '../../../../helpers/github.ts';
import { createShop } from '../shop.ts';
import { readFlash, visitAs } from '../visitor.ts';

test('what was sent to the App is listed with its answer, and can be sent again', async () => {
  const listener = await listenForWebhooks(({ event }) => (event === 'pull_request' ? 500 : 200));
  const github = await startGitHub({ webhookUrl: listener.url });
  const { pullRequest, alice } = await createShop(github);
  github.actions.addLabel(pullRequest, alice, 'preview');
  await github.settle();
  const admin = visitAs(github, 'admin');
  const { id, guid } = github.state.deliveries.find(({ action }) => action === 'labeled')!;

  const page = await admin.read('/_app/deliveries');
  await admin.press(`/_app/deliveries/${id}/redeliver`);
  await github.settle();

  expect(page).toContain('pull_request.labeled');
  expect(page).toContain('X-Hub-Signature-256: sha256=');
  expect(page).toContain('not accepted');
  expect(listener.received.filter((webhook) => webhook.guid === guid)).toHaveLength(2);
  expect(listener.received.every(({ isSigned }) => isSigned)).toBe(true);
});

test('a delivery that is not there cannot be sent again', async () => {
  const github = await startGitHub();

  const page = await visitAs(github, 'admin').press('/_app/deliveries/12345/redeliver');

  expect(readFlash(page)).toBe('The delivery could not be sent again: the API answered 404.');
});
