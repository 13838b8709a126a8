import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Clock } from '../clock.ts';
import type { FaultBox } from '../faults/fault-box.ts';
import type { Delivery } from '../state/delivery.ts';
import { nextId } from '../state/state.ts';
import type { State } from '../state/state.ts';
import { deliver } from './deliver.ts';
import { signBody } from './signature.ts';

/** A webhook that is to go to the App. */
export interface Message {
  readonly event: string;
  readonly action: string | undefined;
  readonly installationId: number | undefined;
  readonly repositoryId: number | undefined;
  readonly payload: unknown;
}

/** Sends webhooks in the order in which they were put in, unless a fault says otherwise, and keeps the deliveries. */
export interface Outbox {
  put(message: Message): void;
  redeliver(delivery: Delivery): void;
  settle(): Promise<void>;
  close(): Promise<void>;
}

interface Letter extends Message {
  readonly guid: string;
  readonly body: string;
  readonly redelivery: boolean;
}

/** The next webhook does not wait longer than this for the answer to the one before. */
const patienceMs = 500;

export function createOutbox(state: State, clock: Clock, faults: FaultBox): Outbox {
  const stop = new AbortController();
  const underway = new Set<Promise<void>>();
  const held: { letter: Letter; behind: number }[] = [];
  let turn: Promise<unknown> = Promise.resolve();

  function start(run: Promise<void>): Promise<void> {
    const tracked = run.finally(() => underway.delete(tracked));
    underway.add(tracked);
    return tracked;
  }

  function enqueue(letter: Letter): void {
    const previous = turn;
    turn = start(previous.then(() => send(letter)).catch(() => undefined));
  }

  async function send(letter: Letter): Promise<void> {
    if (stop.signal.aborted) return;
    const sending = start(sendNow(state, clock, letter, stop.signal));
    await Promise.race([sending, sleep(patienceMs, undefined, { signal: stop.signal, ref: false })]);
  }

  function release(): void {
    for (const entry of [...held]) {
      entry.behind -= 1;
      if (entry.behind > 0) continue;
      held.splice(held.indexOf(entry), 1);
      enqueue(entry.letter);
    }
  }

  return {
    put(message) {
      const letter = { ...message, guid: randomUUID(), body: JSON.stringify(message.payload), redelivery: false };
      const effect = faults.takeWebhook(message.event, message.action);
      switch (effect?.kind) {
        case undefined:
          enqueue(letter);
          release();
          break;
        case 'drop':
          break;
        case 'duplicate':
          for (let copy = 0; copy < effect.times; copy += 1) enqueue(letter);
          release();
          break;
        case 'delay':
          void start(
            sleep(effect.ms, undefined, { signal: stop.signal }).then(
              () => enqueue(letter),
              () => undefined,
            ),
          );
          break;
        case 'reorder':
          held.push({ letter, behind: effect.behind });
          break;
      }
    },
    redeliver(delivery) {
      const { guid, event, action, installationId, repositoryId, request } = delivery;
      const payload: unknown = JSON.parse(request.body);
      enqueue({ event, action, installationId, repositoryId, payload, guid, body: request.body, redelivery: true });
    },
    async settle() {
      while (underway.size > 0) await Promise.all(underway);
    },
    async close() {
      stop.abort();
      await Promise.all(underway);
    },
  };
}

async function sendNow(state: State, clock: Clock, letter: Letter, signal: AbortSignal): Promise<void> {
  const { url, secret, id: hookId } = state.app.hook;
  if (url === undefined) return;
  const headers = {
    Accept: '*/*',
    'Content-Type': 'application/json',
    'Content-Length': String(Buffer.byteLength(letter.body)),
    'User-Agent': 'GitHub-Hookshot/044aadd',
    'X-GitHub-Delivery': letter.guid,
    'X-GitHub-Event': letter.event,
    'X-GitHub-Hook-ID': String(hookId),
    'X-GitHub-Hook-Installation-Target-ID': String(state.app.id),
    'X-GitHub-Hook-Installation-Target-Type': 'integration',
    'X-Hub-Signature-256': signBody(secret, letter.body),
  };
  const deliveredAt = clock.now();
  const response = await deliver(url, headers, letter.body, signal);
  const { guid, event, action, redelivery, installationId, repositoryId, body } = letter;
  const durationMs = clock.now().getTime() - deliveredAt.getTime();
  const id = nextId(state);
  state.deliveries.push({
    ...{ id, guid, event, action, redelivery, deliveredAt, durationMs, installationId, repositoryId },
    request: { headers, body },
    response,
  });
}
