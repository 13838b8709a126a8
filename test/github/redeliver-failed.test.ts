import { describe, expect, it } from 'vitest';
import { createGitHubReader } from '../../src/github/create-github-reader.ts';
import { createTestClients } from '../helpers/github-clients.ts';
import { addSample, listenForWebhooks, openSamplePullRequest, startGitHub } from '../helpers/github.ts';

const { signal } = new AbortController();

async function start() {
  const answers = { status: 500 };
  const listener = await listenForWebhooks(() => answers.status);
  const github = await startGitHub({ webhookUrl: listener.url });
  const sample = await addSample(github);
  await openSamplePullRequest(github, sample);
  await github.settle();
  const reader = createGitHubReader(createTestClients(github));
  const redeliver = async () => {
    const count = await reader.redeliverFailed(signal);
    await github.settle();
    return count;
  };
  return { answers, listener, github, sample, redeliver, reader };
}

describe('webhooks that did not arrive', () => {
  it('are asked for once each, and no more once they have arrived', async () => {
    const { answers, listener, redeliver } = await start();
    const lost = listener.received.map(({ guid }) => guid);
    answers.status = 200;

    const first = await redeliver();
    const second = await redeliver();

    const again = listener.received.slice(lost.length).map(({ guid }) => guid);
    expect(again.toSorted()).toEqual(lost.toSorted());
    expect([first, second]).toEqual([lost.length, 0]);
  });

  it('are given up when they fail again and again', async () => {
    const { listener, redeliver } = await start();
    const lost = listener.received.length;

    const counts: number[] = [];
    for (let at = 0; at < 6; at += 1) counts.push(await redeliver());

    expect(counts).toEqual([lost, lost, lost, lost, 0, 0]);
  });

  it('do not keep each other from coming', async () => {
    const { answers, github, listener, redeliver } = await start();
    const lost = listener.received.length;
    answers.status = 200;
    github.faults.addApi({ path: '/app/hook/deliveries/*/attempts', effect: { kind: 'status', status: 422 } });

    expect(await redeliver()).toBe(lost - 1);
    expect(await redeliver()).toBe(1);
  });

  it('wait until GitHub answers', async () => {
    const { github, reader } = await start();
    github.faults.addApi({ path: '/app/hook/deliveries', effect: { kind: 'status', status: 500 } });

    await expect(reader.redeliverFailed(signal)).rejects.toMatchObject({ reason: 'ApiUnavailable' });
  });
});
