import type { Environment } from '../../environment/environment.ts';
import { describeServices } from '../describe/describe-services.ts';
import { html, renderHtml, type Html } from '../text/render-html.ts';

/** Renders where each service is reached: what most people came for. */
export function renderServices(environment: Environment): Html {
  const services = describeServices(environment).map(
    ({ name, address, deployed }) =>
      html`<li>
        <h3>${name}</h3>
        <p class="address">${renderHtml(address)}</p>
        <p class="deployed">${renderHtml(deployed)}</p>
      </li>`,
  );
  return html`<section id="addresses">
    <h2>Addresses</h2>
    <ul class="services">
      ${services}
    </ul>
  </section>`;
}
