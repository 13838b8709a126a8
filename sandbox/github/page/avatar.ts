import { createHash } from 'node:crypto';
import { html } from 'hono/html';
import type { Account } from '../state/account.ts';
import type { Html } from './html.ts';

/** A person's picture. Bots have a square one, as on GitHub. */
export function avatar(account: Account, sizePx: number): Html {
  const shape = account.type === 'User' ? 'avatar-user' : '';
  const source = `/_avatars/${encodeURIComponent(account.login)}`;
  return html`<img class="avatar ${shape}" src="${source}" alt="" width="${sizePx}" height="${sizePx}" />`;
}

/** A pattern of five by five squares made from the login, symmetric so that it looks like something. */
export function drawAvatar(login: string): string {
  const digest = createHash('sha256').update(login.toLowerCase()).digest();
  const hue = Math.round((digest.readUInt16BE(0) / 65_535) * 360);
  const squares: string[] = [];
  for (let cell = 0; cell < 15; cell++) {
    const [column, row] = [Math.floor(cell / 5), cell % 5];
    if (digest.readUInt8(2 + cell) % 2 === 0) continue;
    for (const x of new Set([column, 4 - column])) squares.push(`M${x + 0.5} ${row + 0.5}h1v1h-1z`);
  }
  return [
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 6 6" shape-rendering="crispEdges">',
    `<rect width="6" height="6" fill="hsl(${hue} 45% 94%)"/>`,
    `<path fill="hsl(${hue} 55% 48%)" d="${squares.join('')}"/>`,
    '</svg>',
  ].join('');
}
