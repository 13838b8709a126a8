import type { Activity } from '../state/activity.ts';
import { nodeId, timeOf } from './links.ts';
import type { Links } from './links.ts';
import { renderUser } from './user.ts';

export function renderActivity(links: Links, { id, kind, actor, ref, before, after, at }: Activity) {
  return {
    ...{ id, ref, before, after },
    node_id: nodeId('PSH', id),
    timestamp: timeOf(at),
    activity_type: kind,
    actor: renderUser(links, actor),
  };
}
