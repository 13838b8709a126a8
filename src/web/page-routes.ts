import type { EnvironmentStore } from '../engine/ports/cluster.ts';
import type { Environment } from '../environment/environment.ts';
import { createGitHubAddresses } from '../report/describe/github-addresses.ts';
import { renderMain } from '../report/page/render-main.ts';
import { renderOverview, renderOverviewMain } from '../report/page/render-overview.ts';
import { renderGone, renderGonePage, renderPage } from '../report/page/render-page.ts';
import { buildPageUrl } from '../report/render-comment.ts';
import { toPublicEnvironment } from '../report/to-public-environment.ts';
import { answer } from './answer.ts';
import { answerHtml, answerJson } from './pages/answer-page.ts';
import { createAssetsRoute } from './pages/create-assets-route.ts';
import { streamMain } from './pages/stream-main.ts';
import type { Exchange, Route } from './route.ts';

export interface PageRoutesOptions {
  readonly environments: Pick<EnvironmentStore, 'list' | 'get' | 'onChange'>;
  /** Where the pages are for people, without a slash at the end. */
  readonly publicUrl: string;
  /** The site of GitHub, if it is not github.com. */
  readonly githubUrl?: string | undefined;
}

const prefix = '/environments/';

/** The pages: all environments at `/`, each at `/environments/NAME`, both live; the same of one as JSON at `/environments/NAME.json`. */
export function createPageRoutes(options: PageRoutesOptions): Route[] {
  const { environments, githubUrl } = options;
  return [
    {
      method: 'GET',
      path: '/',
      handle: ({ response }) => answerHtml(response, 200, renderOverview(environments.list(), { githubUrl })),
    },
    {
      method: 'GET',
      path: '/events',
      handle: (exchange) =>
        streamMain(exchange, {
          render: () => renderOverviewMain(environments.list(), { githubUrl }).html,
          onChange: (listener) => environments.onChange(listener),
        }),
    },
    { method: 'GET', path: prefix, handle: (exchange) => handleEnvironment(exchange, options) },
    createAssetsRoute(),
  ];
}

function handleEnvironment(exchange: Exchange, options: PageRoutesOptions): void {
  const { request, response } = exchange;
  const [path = ''] = (request.url ?? '').split('?', 1);
  const match = /^([a-z0-9-]{1,63})(|\.json|\/events)$/.exec(path.slice(prefix.length));
  const [, name = '', kind] = match ?? [];
  const environment = options.environments.get(name);
  switch (kind) {
    case '/events':
      streamEnvironment(exchange, name, options);
      return;
    case '.json':
      if (environment === undefined) answerJson(response, 404, { error: 'there is no such environment' });
      else answerJson(response, 200, describeForTools(environment, options));
      return;
    case '':
      if (environment === undefined) answerHtml(response, 404, renderGonePage());
      else answerHtml(response, 200, renderPage(environment, options));
      return;
    default:
      answer(response, 404, 'not found');
  }
}

/** Also for one that is gone: it may come back while somebody looks. */
function streamEnvironment(exchange: Exchange, name: string, { environments, githubUrl }: PageRoutesOptions): void {
  const addresses = createGitHubAddresses(githubUrl);
  streamMain(exchange, {
    render() {
      const environment = environments.get(name);
      return (environment === undefined ? renderGone() : renderMain(environment, addresses)).html;
    },
    onChange: (listener) =>
      environments.onChange((changed) => {
        if (changed === name) listener();
      }),
  });
}

function describeForTools(environment: Environment, { publicUrl }: PageRoutesOptions) {
  return { ...toPublicEnvironment(environment), page: buildPageUrl(publicUrl, environment.name) };
}
