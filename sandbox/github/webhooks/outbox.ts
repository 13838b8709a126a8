import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import type { FaultBox } from '../faults/fault-box.ts';
import type { Delivery } from '../state/delivery.ts';

/** A webhook that is to go to the App. */
export interface Message {
  readonly event: string;
  readonly action: string | undefined;
  readonly installationId: number | undefined;
  readonly repositoryId: number | undefined;
  readonly payload: unknown;
}

/** A message as it goes over the wire; copies and redeliveries share the `guid`. */
export interface Letter extends Omit<Message, 'payload'> {
  readonly guid: string;
  readonly body: string;
  readonly redelivery: boolean;
}

/** Sends webhooks in the order in which they were put in, unless a fault says otherwise. */
export interface Outbox {
  put(message: Message): void;
  redeliver(delivery: Delivery): void;
  settle(): Promise<void>;
  close(): Promise<void>;
}

/** Sends one letter, whatever comes of it, and gives up when told to. */
export type Send = (letter: Letter, signal: AbortSignal) => Promise<void>;

/** What is larger GitHub never sends. */
const largestBody = 25 * 1024 * 1024;

export function createOutbox(send: Send, faults: FaultBox): Outbox {
  const queue = createQueue(send);
  const held: { letter: Letter; behind: number }[] = [];

  function sendOn(letter: Letter, copies = 1): void {
    for (let copy = 0; copy < copies; copy += 1) queue.add(letter);
    for (const entry of held) entry.behind -= 1;
    const due = held.filter(({ behind }) => behind <= 0);
    for (const entry of due) {
      held.splice(held.indexOf(entry), 1);
      queue.add(entry.letter);
    }
  }

  return {
    put({ payload, ...message }) {
      const letter = { ...message, guid: randomUUID(), body: JSON.stringify(payload), redelivery: false };
      if (Buffer.byteLength(letter.body) > largestBody) return;
      const effect = faults.takeWebhook(message.event, message.action);
      if (effect === undefined) sendOn(letter);
      else if (effect.kind === 'duplicate') sendOn(letter, effect.times);
      else if (effect.kind === 'delay') queue.add(letter, effect.ms);
      else if (effect.kind === 'reorder') held.push({ letter, behind: effect.behind });
    },
    redeliver({ guid, event, action, installationId, repositoryId, request }) {
      queue.add({ guid, event, action, installationId, repositoryId, body: request.body, redelivery: true });
    },
    settle: () => queue.settle(),
    close: () => queue.close(),
  };
}

/** The next webhook does not wait longer than this for the answer to the one before. */
const patienceMs = 500;

function createQueue(send: Send) {
  const stop = new AbortController();
  const underway = new Set<Promise<void>>();
  let turn: Promise<void> = Promise.resolve();

  function track(run: Promise<void>): Promise<void> {
    const tracked = run
      .catch(() => undefined) // given up because the stand-in closes
      .finally(() => {
        underway.delete(tracked);
      });
    underway.add(tracked);
    return tracked;
  }

  async function takeTurn(letter: Letter): Promise<void> {
    if (stop.signal.aborted) return;
    const sending = track(send(letter, stop.signal));
    await Promise.race([sending, sleep(patienceMs, undefined, { signal: stop.signal, ref: false })]);
  }

  return {
    add(letter: Letter, delayMs?: number): void {
      if (delayMs === undefined) turn = track(turn.then(() => takeTurn(letter)));
      else void track(sleep(delayMs, undefined, { signal: stop.signal }).then(() => takeTurn(letter)));
    },
    async settle(): Promise<void> {
      while (underway.size > 0) await Promise.all(underway);
    },
    async close(): Promise<void> {
      stop.abort();
      await Promise.all(underway);
    },
  };
}
