import { renderReason } from '../../environment/reasons.ts';
import type { Trouble } from '../ports/world.ts';

/** Writes what is wrong with an object of a release, for people. What Kubernetes said of it follows as code. */
export function describeTrouble(release: string, trouble: Trouble): string {
  const { object, message } = trouble;
  const sentence = renderSentence(release, trouble);
  const said = message.replaceAll(/[`\p{C}\p{Z}]+/gu, ' ').trim();
  return said === '' || said === object ? sentence : `${sentence} \`${said}\``;
}

function renderSentence(release: string, { reason, object, image }: Trouble): string {
  switch (reason) {
    case 'ImagePullFailed':
      return renderReason(reason, { release, image: image ?? object });
    case 'Drifted':
      return renderReason(reason, { release, object });
    case 'NotReadyInTime':
      return renderReason(reason, { release });
    case 'QuotaRefused':
    case 'AdmissionRefused':
    case 'CrashLoop':
    case 'ContainerNotCreated':
    case 'Unschedulable':
    case 'MigrationFailed':
    case 'ResourceFailed':
    case 'KindNotAllowed':
      return renderReason(reason, { object });
  }
}
