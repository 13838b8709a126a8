// @ts-check
import { Idiomorph } from '/_assets/idiomorph/idiomorph.esm.js';
import { drawDiagrams, isDrawnFrom } from './diagrams.js';
import { updateTimes } from './times.js';

/**
 * Changes the part of the page with this id into the one in `next`, touching only what differs: what is open stays
 * open, what is being written stays, nothing moves that need not.
 * @param {string} id
 * @param {Document} next
 */
export function morphPart(id, next) {
  const current = document.getElementById(id);
  const wanted = next.getElementById(id);
  if (current === null || wanted === null) return;
  document.title = next.title;
  Idiomorph.morph(current, wanted, {
    ignoreActiveValue: true,
    callbacks: { beforeNodeMorphed: mayMorph, beforeAttributeUpdated: mayUpdate },
  });
  updateTimes();
  void drawDiagrams();
}

/**
 * @param {Node} current
 * @param {Node} wanted
 */
function mayMorph(current, wanted) {
  if (current instanceof HTMLTextAreaElement || current instanceof HTMLInputElement) {
    return current.value === current.defaultValue;
  }
  if (current instanceof HTMLElement && wanted instanceof HTMLElement) return !isDrawnFrom(current, wanted);
  return true;
}

/**
 * @param {string} name
 * @param {Element} element
 */
function mayUpdate(name, element) {
  return !(name === 'open' && element instanceof HTMLDetailsElement);
}
