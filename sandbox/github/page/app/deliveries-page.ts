import { html } from 'hono/html';
import type { Delivery, DeliveryResponse } from '../../state/delivery.ts';
import { renderDocument } from '../document.ts';
import type { Html } from '../html.ts';
import { icon } from '../icon.ts';
import { renderTime } from '../time.ts';
import type { Visit } from '../visit.ts';

const shownDeliveries = 100;

/** What was sent to the App, newest first, with each request and answer, and a button to send it again. */
export function renderDeliveriesPage(visit: Visit): Html {
  const { app, deliveries } = visit.github.state;
  const shown = deliveries.slice(-shownDeliveries).toReversed();
  return renderDocument(visit, {
    title: `Recent deliveries · ${app.name}`,
    isAboutDeliveries: true,
    main: html`<h1 class="page-title">${icon('webhook')} Recent deliveries</h1>
      <p class="color-fg-muted">
        ${
          app.hook.url === undefined
            ? html`The App <strong>${app.name}</strong> has no webhook address, so that nothing is sent.`
            : html`Webhooks of the App <strong>${app.name}</strong> go to <code>${app.hook.url}</code>.`
        }
      </p>
      ${
        shown.length === 0
          ? html`<div class="blankslate"><p>Nothing was sent yet.</p></div>`
          : html`<div class="Box">${shown.map((delivery) => renderDelivery(visit, delivery))}</div>`
      }`,
  });
}

function renderDelivery(visit: Visit, delivery: Delivery): Html {
  const { id, guid, event, action, redelivery, deliveredAt, durationMs, response } = delivery;
  const isFine = response.kind === 'answered' && response.code < 400;
  return html`<div class="Box-row delivery">
    <details id="delivery-${id}">
      <summary class="delivery-summary">
        ${
          isFine
            ? icon('check', { className: 'fgColor-success', label: 'accepted' })
            : icon('alert', { className: 'fgColor-danger', label: 'not accepted' })
        }
        <span class="delivery-event">${action === undefined ? event : `${event}.${action}`}</span>
        <code class="delivery-guid color-fg-muted">${guid}</code>
        ${redelivery ? html`<span class="Label Label--secondary">redelivery</span>` : ''}
        <span class="delivery-code">${response.kind === 'answered' ? response.code : 'failed'}</span>
        <span class="color-fg-muted text-small"
          >${renderTime(deliveredAt, visit.now)} · ${Math.round(durationMs)} ms</span
        >
      </summary>
      <form method="post" action="/_app/deliveries/${id}/redeliver" data-inline>
        <button class="btn btn-sm mt-2">${icon('sync')} Redeliver</button>
      </form>
      <h2 class="delivery-heading">Request</h2>
      ${renderHeaders(delivery.request.headers)}
      <pre class="delivery-body">${formatJson(delivery.request.body)}</pre>
      <h2 class="delivery-heading">Response</h2>
      ${renderResponse(response)}
    </details>
  </div>`;
}

function renderResponse(response: DeliveryResponse): Html {
  if (response.kind === 'failed') return html`<p>${response.reason}</p>`;
  return html`${renderHeaders(response.headers)}
    <pre class="delivery-body">${response.body}</pre>`;
}

function renderHeaders(headers: Readonly<Record<string, string>>): Html {
  const lines = Object.entries(headers).map(([name, value]) => `${name}: ${value}`);
  return html`<pre class="delivery-headers">${lines.join('\n')}</pre>`;
}

function formatJson(text: string): string {
  try {
    return JSON.stringify(JSON.parse(text), undefined, 2);
  } catch {
    return text;
  }
}
