import { requestThroughGateway } from '../gateway/request-through-gateway.ts';
import { UserError } from '../user-error.ts';
import type { Stage } from './play.ts';

interface ExpectedShop {
  readonly sha: string;
  /** The line of the storefront that this commit changes. */
  readonly welcome: string;
}

/** Checks through the gateway that the preview serves this very commit: its page, its API and what is in its database. */
export async function checkShop(stage: Stage, { sha, welcome }: ExpectedShop): Promise<void> {
  const { number } = stage.pullRequest;
  const storefront = `storefront-pr-${number}-shop.preview.localhost`;
  const api = `api-pr-${number}-shop.preview.localhost`;

  const page = await read(stage, storefront, '/');
  const script = /src="([^"]+\.js)"/.exec(page)?.[1];
  if (script === undefined) throw new UserError(`the storefront serves no script: ${page.slice(0, 200)}`);
  expectText(await read(stage, storefront, script), welcome, 'the storefront');
  expectText(await read(stage, storefront, '/config.json'), sha, 'the configuration of the storefront');
  expectText(await read(stage, api, '/healthz'), sha, 'the API');
  const { products } = JSON.parse(await read(stage, api, '/api/products')) as { products: readonly object[] };
  if (products.length === 0) throw new UserError('the API has no products: its database was not filled');
  const { visits } = JSON.parse(await read(stage, api, '/api/visits', 'POST')) as { visits: number };
  stage.tell(
    `it serves commit ${sha.slice(0, 7)}: its page, ${products.length} products from PostgreSQL, visit ${visits} from Redis`,
  );
}

async function read({ gatewayUrl }: Stage, host: string, path: string, method = 'GET'): Promise<string> {
  const { status, body } = await requestThroughGateway(gatewayUrl, host, path, method);
  if (status !== 200) throw new UserError(`${host}${path} answered ${status}: ${body.slice(0, 200)}`);
  return body;
}

function expectText(text: string, expected: string, what: string): void {
  if (!text.includes(expected)) throw new UserError(`${what} is not that of the pull request: no "${expected}" in it`);
}
