import type { Repository } from '../../state/repository.ts';
import { assertRole, readField } from '../act.ts';
import { wellKnownLabels } from '../well-known-labels.ts';
import type { Press } from './operation.ts';

/** Adds or removes the label that the button names; one that does not exist yet is made first. */
export async function changeLabels({ github, context, pullRequest, person }: Press): Promise<void> {
  const { repository } = pullRequest;
  assertRole(person, repository, 'triage', 'change labels');
  const [added, removed] = [await readField(context, 'add'), await readField(context, 'remove')];
  if (removed !== '') github.actions.removeLabel(pullRequest, person, removed);
  if (added === '') return;
  const existing = findLabel(repository, added);
  if (existing === undefined) {
    assertRole(person, repository, 'write', 'create labels');
    github.actions.createLabel(repository, person, describeNewLabel(added));
  }
  github.actions.addLabel(pullRequest, person, existing ?? added);
}

/** GitHub does not tell labels apart by upper and lower case. */
function findLabel({ labels }: Repository, name: string): string | undefined {
  return labels.find((label) => label.name.toLowerCase() === name.toLowerCase())?.name;
}

function describeNewLabel(name: string): { name: string; color: string; description?: string } {
  const colors = ['1d76db', 'd93f0b', '5319e7', 'c2e0c6', 'e99695', 'bfd4f2'];
  return (
    wellKnownLabels.find((label) => label.name === name) ?? {
      name,
      color: colors[name.length % colors.length] ?? 'ededed',
    }
  );
}
