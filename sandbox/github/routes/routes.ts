import type { Route } from '../http/route.ts';
import { accountRoutes } from './account.ts';
import { activityRoutes } from './activity.ts';
import { appRoutes } from './app.ts';
import { checkRoutes } from './checks.ts';
import { commitStatusRoutes } from './commit-statuses.ts';
import { commitRoutes } from './commits.ts';
import { contentRoutes } from './contents.ts';
import { deploymentRoutes } from './deployments.ts';
import { environmentRoutes } from './environments.ts';
import { gitDataRoutes } from './git-data.ts';
import { issueRoutes } from './issues.ts';
import { labelRoutes } from './labels.ts';
import { pullRequestRoutes } from './pull-requests.ts';
import { repositoryRoutes } from './repositories.ts';

/** All that the API answers. */
export const routes: readonly Route[] = [
  ...appRoutes,
  ...accountRoutes,
  ...repositoryRoutes,
  ...activityRoutes,
  ...contentRoutes,
  ...commitRoutes,
  ...gitDataRoutes,
  ...pullRequestRoutes,
  ...issueRoutes,
  ...labelRoutes,
  ...commitStatusRoutes,
  ...checkRoutes,
  ...deploymentRoutes,
  ...environmentRoutes,
];
