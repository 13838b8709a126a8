import type { Label } from '../state/label.ts';
import type { Repository } from '../state/repository.ts';
import { apiOf, nodeId } from './links.ts';
import type { Links } from './links.ts';

export function renderLabel(links: Links, repository: Repository, label: Label) {
  return {
    id: label.id,
    node_id: nodeId('LA', label.id),
    url: `${apiOf(links, repository)}/labels/${encodeURIComponent(label.name)}`,
    name: label.name,
    color: label.color,
    default: false,
    description: label.description ?? null,
  };
}
