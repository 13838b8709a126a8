import { renderUser } from '../render/user.ts';
import { timeOf } from '../render/links.ts';
import type { World } from '../world.ts';
import { emitAppEvent } from './emit.ts';

/** The first webhook that an address gets: to find out whether anybody listens there. */
export function emitPing(world: World): void {
  const { app } = world.state;
  const at = timeOf(app.createdAt);
  const hook = {
    type: 'App',
    id: app.hook.id,
    name: 'web',
    active: true,
    app_id: app.id,
    events: app.events,
    config: { content_type: 'json', insecure_ssl: '0', secret: '********', url: app.hook.url },
    deliveries_url: `${world.links.apiUrl}/app/hook/deliveries`,
    created_at: at,
    updated_at: at,
  };
  const payload = {
    zen: 'Practicality beats purity.',
    hook_id: app.hook.id,
    hook,
    sender: renderUser(world.links, app.owner),
  };
  emitAppEvent(world, { event: 'ping', payload });
}
