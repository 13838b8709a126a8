import { z } from 'zod';
import type { Octokit } from './create-github-clients.ts';
import { isRefused } from './errors.ts';

/** So far back GitHub sends again. */
const windowMs = 3 * 24 * 60 * 60_000;
/** A delivery that fails so often fails for what it is. */
const mostAttempts = 5;
/** What is older than these waits for the next look. */
const mostPages = 20;
const mostAtOnce = 100;

/** Asks GitHub to send again each delivery of the last three days of which no attempt succeeded. Resolves to how many. */
export async function redeliverFailed(octokit: Octokit, signal: AbortSignal): Promise<number> {
  const deliveries = await listDeliveries(octokit, signal);
  const byGuid = Map.groupBy(deliveries, ({ guid }) => guid);
  const lost = [...byGuid.values()].filter(isLost).slice(0, mostAtOnce);
  let asked = 0;
  for (const [latest] of lost) {
    signal.throwIfAborted();
    if (latest !== undefined && (await redeliver(octokit, latest.id, signal))) asked += 1;
  }
  return asked;
}

type Delivery = z.output<typeof Delivery>;
const Delivery = z.object({
  /** Longer than what a number holds exactly, by now. */
  id: z.union([z.int(), z.bigint()]),
  guid: z.string(),
  delivered_at: z.iso.datetime({ offset: true }),
  status_code: z.int(),
});

/** The newest first. */
async function listDeliveries(octokit: Octokit, signal: AbortSignal): Promise<readonly Delivery[]> {
  const since = Date.now() - windowMs;
  const found: Delivery[] = [];
  const parameters = { per_page: 100, request: { signal } };
  let page = 0;
  for await (const { data } of octokit.paginate.iterator('GET /app/hook/deliveries', parameters)) {
    const deliveries = z.array(Delivery).parse(data);
    const recent = deliveries.filter(({ delivered_at: at }) => Date.parse(at) >= since);
    found.push(...recent);
    page += 1;
    if (recent.length < deliveries.length || page === mostPages) break;
  }
  return found;
}

function isLost(attempts: readonly Delivery[]): boolean {
  const hasArrived = attempts.some(({ status_code: status }) => status >= 200 && status < 300);
  return !hasArrived && attempts.length < mostAttempts;
}

/** One that GitHub does not send again keeps no other from it. */
async function redeliver(octokit: Octokit, id: Delivery['id'], signal: AbortSignal): Promise<boolean> {
  const route: string = 'POST /app/hook/deliveries/{delivery_id}/attempts';
  try {
    await octokit.request(route, { delivery_id: String(id), request: { signal } });
    return true;
  } catch (error) {
    if (isRefused(error)) return false;
    throw error;
  }
}
