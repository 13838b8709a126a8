import { once } from 'node:events';
import { request } from 'node:http';
import { connect } from 'node:net';
import { describe, expect, test } from 'vitest';
import { addSample, openSamplePullRequest, startGitHub, webhookSecret as gitHubSecret } from '../../helpers/github.ts';
import {
  afterwards,
  aPullRequestEvent,
  openFrontDoor,
  signedHeaders,
  webhookSecret,
} from '../../helpers/front-door.ts';

const body = JSON.stringify(aPullRequestEvent());

function post(url: string, text: string, headers: Record<string, string>): Promise<Response> {
  return fetch(url, { method: 'POST', body: text, headers });
}

describe('a webhook that GitHub signed', () => {
  test('wakes its pull request and is answered at once', async () => {
    const door = await openFrontDoor();

    const response = await post(door.url, body, signedHeaders(body));

    expect([response.status, await response.text()]).toEqual([202, 'taken\n']);
    expect(door.woken).toEqual(['pull request acme/shop#1']);
  });

  test('with the secret from before is taken as well', async () => {
    const previous = 'b'.repeat(32);
    const door = await openFrontDoor({ secrets: [webhookSecret, previous] });

    expect((await post(door.url, body, signedHeaders(body, 'pull_request', previous))).status).toBe(202);
  });

  test('a hundred at a time all wake', async () => {
    const door = await openFrontDoor();
    const bodies = Array.from({ length: 100 }, (_, index) => JSON.stringify(aPullRequestEvent(index + 1)));

    const responses = await Promise.all(bodies.map((one) => post(door.url, one, signedHeaders(one))));
    await Promise.all(responses.map((response) => response.text()));

    expect(new Set(responses.map(({ status }) => status))).toEqual(new Set([202]));
    expect(new Set(door.woken).size).toBe(100);
  });

  test('sent again under the name of another event is only a hint: the key is that of the signed payload or nothing', async () => {
    const door = await openFrontDoor();

    for (const event of ['pull_request', 'status', 'issue_comment', 'label', 'installation', 'unheard_of']) {
      const response = await post(door.url, body, { ...signedHeaders(body), 'x-github-event': event });
      expect([event, response.status]).toEqual([event, 202]);
    }

    expect(door.woken).toEqual(['pull request acme/shop#1']);
  });

  test('that can not be noted is answered 503, so that GitHub shows a failure', async () => {
    const failing = await openFrontDoor({ receive: () => Promise.reject(new Error('s3cr3t')) });
    const hanging = await openFrontDoor({ receive: () => new Promise(() => undefined), noteTimeoutMs: 20 });

    expect((await post(failing.url, body, signedHeaders(body))).status).toBe(503);
    expect((await post(hanging.url, body, signedHeaders(body))).status).toBe(503);
    expect(failing.readLog()).toContain('noting a webhook');
    expect(failing.readLog()).not.toContain('s3cr3t');
  });

  test('leaves its payload out of the log, at any level', async () => {
    const door = await openFrontDoor();
    const telling = JSON.stringify({ ...aPullRequestEvent(), note: 'private-words' });

    await post(door.url, telling, signedHeaders(telling));

    expect(door.readLog()).toContain('took a webhook');
    expect(door.readLog()).not.toContain('private-words');
  });
});

test('a label set on the stand-in GitHub comes through the front door and wakes its pull request', async () => {
  const door = await openFrontDoor({ secrets: [gitHubSecret] });
  const github = await startGitHub({ webhookUrl: door.url });
  const sample = await addSample(github);
  const pullRequest = await openSamplePullRequest(github, sample);
  await github.settle();
  const before = door.woken.length;

  github.actions.addLabel(pullRequest, sample.ada, 'preview');
  await github.settle();

  const { sha } = pullRequest.head;
  expect(door.woken.slice(before)).toEqual([`pull request acme/shop#1 labelled preview ${sha} ada`]);
  expect(door.readLog()).toContain('"event":"pull_request"');
  expect(await door.registry.metrics()).not.toMatch(/refused_total\{/);
});

describe('what GitHub did not send is refused', () => {
  const signed = signedHeaders(body);

  test.each<readonly [string, Record<string, string>, string, number]>([
    ['without a signature', { 'x-hub-signature-256': '' }, body, 401],
    ['with a signature of sha1', { 'x-hub-signature-256': 'sha1=da39a3ee5e6b4b0d3255bfef95601890afd80709' }, body, 401],
    ['with a signature of Probot’s well-known secret', signedHeaders(body, 'pull_request', 'development'), body, 401],
    ['with a body of other bytes', {}, `${body} `, 401],
    ['as a form', { 'content-type': 'application/x-www-form-urlencoded' }, body, 415],
    ['compressed', { 'content-encoding': 'gzip' }, body, 415],
    ['without an event', { 'x-github-event': '' }, body, 400],
    ['with an event that breaks the log', { 'x-github-event': 'a b"c' }, body, 400],
    ['without a delivery', { 'x-github-delivery': '' }, body, 400],
    ['signed, but not JSON', signedHeaders('{'), '{', 400],
    ['signed, but no object', signedHeaders('[]'), '[]', 400],
  ])('%s', async (_how, headers, sent, status) => {
    const door = await openFrontDoor();

    const response = await post(door.url, sent, { ...signed, ...headers });

    expect(response.status).toBe(status);
    expect(door.woken).toEqual([]);
    expect(await door.registry.metrics()).toMatch(/berth_webhooks_refused_total\{reason="\w+"\} 1/);
  });

  test('by another method', async () => {
    const door = await openFrontDoor();

    const response = await fetch(door.url, { method: 'PUT', body, headers: signed });

    expect([response.status, response.headers.get('allow')]).toEqual([405, 'POST']);
  });
});

describe('a body that is too much', () => {
  test('is refused by its announced length before any of it is sent', async () => {
    const door = await openFrontDoor();
    const outgoing = startPost(door.url, { ...signedHeaders(body), 'content-length': String(25 * 1024 * 1024) });

    const status = await statusOf(outgoing);

    expect(status).toBe(413);
  });

  test('is not invited when the sender asks first', async () => {
    const door = await openFrontDoor();
    const announced = { 'content-length': String(25 * 1024 * 1024), expect: '100-continue' };
    const outgoing = startPost(door.url, { ...signedHeaders(body), ...announced });
    let invited = false;
    outgoing.on('continue', () => (invited = true));

    expect(await statusOf(outgoing)).toBe(413);
    expect(invited).toBe(false);
  });

  test('is refused as soon as it passes the limit when no length is announced, and never held', async () => {
    const door = await openFrontDoor({ bodyLimitBytes: 64 * 1024 });
    const outgoing = startPost(door.url, { ...signedHeaders(body), 'transfer-encoding': 'chunked' });
    const answered = statusOf(outgoing);
    let sentBytes = 0;
    const sending = setInterval(() => {
      sentBytes += 16 * 1024;
      outgoing.write(Buffer.alloc(16 * 1024));
    }, 5);
    afterwards(() => clearInterval(sending));

    expect(await answered).toBe(413);
    clearInterval(sending);
    expect(sentBytes).toBeLessThan(1024 * 1024);
  });

  test('in time is refused: half a body and then nothing', async () => {
    const door = await openFrontDoor({ bodyTimeoutMs: 50 });
    const outgoing = startPost(door.url, { ...signedHeaders(body), 'content-length': String(body.length) });
    outgoing.write(body.slice(0, 10));

    expect(await statusOf(outgoing)).toBe(408);
  });

  test('in number pushes the longest under way out, so that slow ones never keep an honest one waiting', async () => {
    const door = await openFrontDoor();
    const slow = Array.from({ length: 257 }, () => {
      const outgoing = startPost(door.url, { ...signedHeaders(body), 'content-length': String(body.length) });
      outgoing.on('error', () => undefined);
      outgoing.write(body.slice(0, 1));
      return outgoing;
    });
    afterwards(() => slow.forEach((outgoing) => outgoing.destroy()));

    expect(await Promise.race(slow.map(statusOf))).toBe(503);
    expect((await post(door.url, body, signedHeaders(body))).status).toBe(202);
  });
});

test('two webhooks sent in one go on one connection are answered one after the other', async () => {
  const door = await openFrontDoor();
  const { hostname, port, pathname } = new URL(door.url);
  const headers = Object.entries(signedHeaders(body)).map(([name, value]) => `${name}: ${value}\r\n`);
  const one = `POST ${pathname} HTTP/1.1\r\nhost: berth\r\ncontent-length: ${body.length}\r\n${headers.join('')}\r\n${body}`;
  const socket = connect(Number(port), hostname);
  afterwards(() => void socket.destroy());
  let received = '';

  socket.write(one + one);
  while (received.split('202 Accepted').length < 3) received += String((await once(socket, 'data'))[0]);

  expect(door.woken).toEqual(['pull request acme/shop#1', 'pull request acme/shop#1']);
});

function startPost(url: string, headers: Record<string, string>) {
  const outgoing = request(url, { method: 'POST', headers, agent: false });
  afterwards(() => void outgoing.destroy());
  outgoing.on('error', () => undefined); // the server may cut a refused body
  outgoing.flushHeaders();
  return outgoing;
}

function statusOf(outgoing: ReturnType<typeof startPost>): Promise<number> {
  const { promise, resolve } = Promise.withResolvers<number>();
  outgoing.on('response', (response) => {
    response.resume();
    resolve(response.statusCode ?? 0);
  });
  return promise;
}
