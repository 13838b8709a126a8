import { getEachMessage, sendMessage } from 'execa';
import { runHelm } from '../run-helm.ts';
import type { Answer, Order } from './order.ts';

// The program of a process of its own, which `create-launcher.ts` starts: it runs what it is told to, and ends with whoever
// tells it. Helm ends with it in turn.

interface Work {
  readonly cancelling: AbortController;
  readonly rest: PromiseWithResolvers<string>;
}

const working = new Map<number, Work>();

// It listens before it says so.
const orders = getEachMessage();
await sendMessage({ kind: 'ready' } satisfies Answer);
for await (const message of orders) {
  const order = message as Order;
  switch (order.kind) {
    case 'run':
      void run(order);
      break;
    case 'feed':
      working.get(order.id)?.rest.resolve(order.rest);
      break;
    case 'cancel':
      working.get(order.id)?.cancelling.abort();
  }
}
// Nobody is there to be told any more.
process.exit();

async function run({ id, command }: Extract<Order, { kind: 'run' }>): Promise<void> {
  const work: Work = { cancelling: new AbortController(), rest: Promise.withResolvers() };
  working.set(id, work);
  const end = await runHelm(command, work.cancelling.signal, work.rest.promise).catch((cause: unknown) => ({
    kind: 'notStarted' as const,
    cause,
  }));
  working.delete(id);
  await sendMessage({ kind: 'ended', id, end } satisfies Answer);
}
