import type { Route } from '../http/route.ts';
import { accountRoutes } from './account.ts';
import { appRoutes } from './app.ts';
import { issueRoutes } from './issues.ts';
import { labelRoutes } from './labels.ts';
import { pullRequestRoutes } from './pull-requests.ts';
import { repositoryRoutes } from './repositories.ts';

/** All that the API answers. */
export const routes: readonly Route[] = [
  ...appRoutes,
  ...accountRoutes,
  ...repositoryRoutes,
  ...pullRequestRoutes,
  ...issueRoutes,
  ...labelRoutes,
];
