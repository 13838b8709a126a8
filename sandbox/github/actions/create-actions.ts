import type { World } from '../world.ts';
import type { Actions } from './actions.ts';
import { addComment, deleteComment, editComment } from './comments.ts';
import { commitToBranch, deleteBranch } from './commits.ts';
import { addToInstallation, installApp } from './installations.ts';
import { addLabel, createLabel, removeLabel } from './labels.ts';
import { mergePullRequest } from './merging.ts';
import { addAccount, createUserToken } from './accounts.ts';
import { closePullRequest, editPullRequest, openPullRequest, reopenPullRequest, setDraft } from './pull-requests.ts';
import { createRepository, deleteRepository, forkRepository, setRole } from './repositories.ts';
import { addReview } from './reviews.ts';

export function createActions(world: World): Actions {
  return {
    addPerson: (login, name) => addAccount(world, { login, name, type: 'User' }),
    addOrganization: (login) => addAccount(world, { login, type: 'Organization' }),
    createToken: (account) => createUserToken(world, account),
    createRepository: (repository) => createRepository(world, repository),
    fork: (repository, owner) => forkRepository(world, repository, owner),
    deleteRepository: (repository, actor) => deleteRepository(world, repository, actor),
    setRole,
    createLabel: (repository, actor, label) => createLabel(world, repository, actor, label),
    commit: (repository, commit) => commitToBranch(world, repository, commit),
    deleteBranch: (repository, actor, branch) => deleteBranch(world, repository, actor, branch),
    openPullRequest: (repository, pullRequest) => openPullRequest(world, repository, pullRequest),
    editPullRequest: (pullRequest, actor, edit) => editPullRequest(world, pullRequest, actor, edit),
    addLabel: (pullRequest, actor, name) => addLabel(world, pullRequest, actor, name),
    removeLabel: (pullRequest, actor, name) => removeLabel(world, pullRequest, actor, name),
    comment: (pullRequest, actor, body) => addComment(world, pullRequest, actor, body),
    editComment: (pullRequest, actor, comment, body) => editComment(world, { pullRequest, comment }, actor, body),
    deleteComment: (pullRequest, actor, comment) => deleteComment(world, { pullRequest, comment }, actor),
    review: (pullRequest, actor, state, body = '') => addReview(world, pullRequest, actor, { state, body }),
    setDraft: (pullRequest, actor, draft) => setDraft(world, pullRequest, actor, draft),
    async merge(pullRequest, actor, method = 'merge') {
      await mergePullRequest(world, pullRequest, actor, { method });
    },
    close: (pullRequest, actor) => closePullRequest(world, pullRequest, actor),
    reopen: (pullRequest, actor) => reopenPullRequest(world, pullRequest, actor),
    install: (account, selected) => installApp(world, account, selected),
    addToInstallation: (installation, repository) => addToInstallation(world, installation, repository),
  };
}
