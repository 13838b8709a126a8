import type { State } from '../state/state.ts';
import type { Clock } from '../clock.ts';
import type { ApiEffect, ApiFault, Faults, WebhookEffect, WebhookFault } from './faults.ts';

/** The faults that were asked for, as the stand-in meets them. */
export interface FaultBox extends Faults {
  takeApi(method: string, path: string): ApiEffect | undefined;
  takeWebhook(event: string, action: string | undefined): WebhookEffect | undefined;
  /** The earlier state that a read is to answer from, if one is. */
  findStaleState(method: string, path: string): State | undefined;
}

interface StaleRead {
  readonly fault: ApiFault;
  readonly state: State;
  readonly until: number;
}

export function createFaultBox(state: State, clock: Clock): FaultBox {
  const api: { fault: ApiFault; left: number }[] = [];
  const webhooks: { fault: WebhookFault; left: number }[] = [];
  const stale: StaleRead[] = [];
  return {
    addApi(fault) {
      if (fault.effect.kind === 'staleRead') {
        stale.push({ fault, state: structuredClone(state), until: clock.now().getTime() + fault.effect.ms });
      } else api.push({ fault, left: fault.count ?? 1 });
    },
    addWebhook(fault) {
      webhooks.push({ fault, left: fault.count ?? 1 });
    },
    clear() {
      for (const list of [api, webhooks, stale]) list.length = 0;
    },
    takeApi: (method, path) => take(api, ({ fault }) => matchesRequest(fault, method, path))?.effect,
    takeWebhook: (event, action) => take(webhooks, ({ fault }) => matchesEvent(fault, event, action))?.effect,
    findStaleState(method, path) {
      if (method !== 'GET') return undefined;
      const now = clock.now().getTime();
      return stale.find(({ fault, until }) => now < until && matchesRequest(fault, method, path))?.state;
    },
  };
}

function take<F>(list: { fault: F; left: number }[], matches: (entry: { fault: F }) => boolean): F | undefined {
  const entry = list.find((each) => each.left > 0 && matches(each));
  if (entry) entry.left -= 1;
  return entry?.fault;
}

function matchesRequest(fault: ApiFault, method: string, path: string): boolean {
  if (fault.method !== undefined && fault.method.toUpperCase() !== method) return false;
  const pattern = fault.path.split('*').map((part) => part.replaceAll(/[.+?^${}()|[\]\\]/g, '\\$&'));
  return new RegExp(`^${pattern.join('.*')}$`).test(path);
}

function matchesEvent(fault: WebhookFault, event: string, action: string | undefined): boolean {
  return fault.event === undefined || fault.event === event || fault.event === `${event}.${action ?? ''}`;
}
