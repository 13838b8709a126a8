import { applyAsHelm } from './apply-as-helm.ts';
import { leaveOutField } from './field-path.ts';
import { compareWithApplied, type Inspection } from './inspect-object.ts';

/** Makes an object again what Helm applied, but for what others changed in it by right. */
export async function mendObject(inspection: Inspection): Promise<void> {
  const { client, path, applied, signal } = inspection;
  const compared = await compareWithApplied(inspection);
  switch (compared.kind) {
    case 'same':
      return;
    case 'deleted':
      await applyAsHelm(client, { path, object: applied.object }, signal);
      return;
    case 'changed': {
      // Helm has lost these to their owners: what it does not name it leaves to them.
      const object = compared.owned.reduce((rest, one) => leaveOutField(rest, one.path), applied.object);
      await applyAsHelm(client, { path, object }, signal);
    }
  }
}
