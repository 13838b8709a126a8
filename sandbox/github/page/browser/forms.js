// @ts-check
import { morphPart } from './morph.js';

/** Sends forms that lead back to the same page without leaving it. Anything unexpected is left to the browser. */
export function submitInPlace() {
  document.addEventListener('submit', (event) => {
    const form = event.target;
    if (!(form instanceof HTMLFormElement) || form.dataset['inline'] === undefined) return;
    event.preventDefault();
    void submit(form, event.submitter);
  });
}

/**
 * @param {HTMLFormElement} form
 * @param {HTMLElement | null} submitter
 */
async function submit(form, submitter) {
  if (form.ariaBusy === 'true') return;
  const fields = new URLSearchParams();
  for (const [name, value] of new FormData(form, submitter)) fields.append(name, String(value));
  form.ariaBusy = 'true';
  try {
    // Not `form.action`: a button of that name would stand in its place.
    const response = await fetch(form.getAttribute('action') ?? '', { method: 'POST', body: fields });
    if (new URL(response.url).pathname !== location.pathname) {
      location.assign(response.url);
      return;
    }
    finish(form, new DOMParser().parseFromString(await response.text(), 'text/html'));
  } catch {
    location.reload();
  } finally {
    form.ariaBusy = null;
  }
}

/**
 * @param {HTMLFormElement} form
 * @param {Document} next
 */
function finish(form, next) {
  const isRefused = next.querySelector('#flash [role=alert]') !== null;
  if (!isRefused) {
    form.reset();
    const menu = form.closest('details.menu-details');
    if (menu instanceof HTMLDetailsElement && form.dataset['inline'] !== 'stay') menu.open = false;
  }
  morphPart('flash', next);
  morphPart('page', next);
  if (isRefused) window.scrollTo({ top: 0, behavior: 'smooth' });
}
