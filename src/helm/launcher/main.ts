import { getEachMessage, sendMessage } from 'execa';
import { runHelm } from '../run-helm.ts';
import type { Answer, Order } from './order.ts';

// The program of a process of its own, which `create-launcher.ts` starts: it runs what it is told to, and ends with whoever
// tells it. Helm ends with it in turn.

const working = new Map<number, AbortController>();

// It listens before it says so.
const orders = getEachMessage();
await sendMessage({ kind: 'ready' } satisfies Answer);
for await (const message of orders) {
  const order = message as Order;
  if (order.kind === 'cancel') working.get(order.id)?.abort();
  else void run(order);
}
// Nobody is there to be told any more.
process.exit();

async function run({ id, command }: Extract<Order, { kind: 'run' }>): Promise<void> {
  const cancelling = new AbortController();
  working.set(id, cancelling);
  const end = await runHelm(command, cancelling.signal).catch((cause: unknown) => ({
    kind: 'notStarted' as const,
    cause,
  }));
  working.delete(id);
  await sendMessage({ kind: 'ended', id, end } satisfies Answer);
}
