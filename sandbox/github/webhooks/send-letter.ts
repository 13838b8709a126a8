import type { Clock } from '../clock.ts';
import { nextId } from '../state/state.ts';
import type { State } from '../state/state.ts';
import { deliver } from './deliver.ts';
import type { Letter, Send } from './outbox.ts';
import { signBody } from './signature.ts';

/** Sends letters to the App's address, signed with its secret, and keeps what came of each among the deliveries. */
export function createSender(state: State, clock: Clock): Send {
  return async (letter, signal) => {
    const { url } = state.app.hook;
    if (url === undefined) return;
    const headers = buildHeaders(state, letter);
    const deliveredAt = clock.now();
    const response = await deliver(url, headers, letter.body, { signal });
    const { body, ...facts } = letter;
    state.deliveries.push({
      ...facts,
      id: nextId(state),
      deliveredAt,
      durationMs: clock.now().getTime() - deliveredAt.getTime(),
      request: { headers, body },
      response,
    });
  };
}

function buildHeaders({ app }: State, { body, guid, event }: Letter): Record<string, string> {
  return {
    Accept: '*/*',
    'Content-Type': 'application/json',
    'Content-Length': String(Buffer.byteLength(body)),
    'User-Agent': 'GitHub-Hookshot/044aadd',
    'X-GitHub-Delivery': guid,
    'X-GitHub-Event': event,
    'X-GitHub-Hook-ID': String(app.hook.id),
    'X-GitHub-Hook-Installation-Target-ID': String(app.id),
    'X-GitHub-Hook-Installation-Target-Type': 'integration',
    'X-Hub-Signature-256': signBody(app.hook.secret, body),
  };
}
