// @ts-check
/** What each drawing on the page was made from. @type {WeakMap<Element, string>} */
const drawn = new WeakMap();
const dark = matchMedia('(prefers-color-scheme: dark)');
let count = 0;

dark.addEventListener('change', () => {
  for (const block of document.querySelectorAll('[data-diagram].is-drawn')) {
    block.textContent = drawn.get(block) ?? '';
    drawn.delete(block);
  }
  void drawDiagrams();
});

/** Draws every Mermaid block that is not drawn yet. What cannot be drawn stays readable as source. */
export async function drawDiagrams() {
  const blocks = [...document.querySelectorAll('[data-diagram=mermaid]')].filter((block) => !drawn.has(block));
  if (blocks.length === 0) return;
  const sources = blocks.map((block) => block.textContent ?? '');
  blocks.forEach((block, at) => drawn.set(block, sources[at] ?? ''));
  const { default: mermaid } = await import('/_assets/mermaid/mermaid.esm.min.mjs');
  mermaid.initialize({
    startOnLoad: false,
    securityLevel: 'strict',
    look: 'classic',
    suppressErrorRendering: true,
    theme: dark.matches ? 'dark' : 'default',
  });
  for (const [at, block] of blocks.entries()) await draw(mermaid, block, sources[at] ?? '');
}

/**
 * Whether the element shows a drawing of just what the other one says, so that there is nothing to do.
 * @param {Element} element
 * @param {Element} wanted
 */
export function isDrawnFrom(element, wanted) {
  const source = drawn.get(element);
  if (source === undefined) return false;
  if (wanted.hasAttribute('data-diagram') && wanted.textContent === source) return true;
  drawn.delete(element);
  return false;
}

/**
 * @param {import('mermaid').Mermaid} mermaid
 * @param {Element} block
 * @param {string} source
 */
async function draw(mermaid, block, source) {
  try {
    count += 1;
    const { svg } = await mermaid.render(`diagram-${count}`, source);
    block.innerHTML = svg;
    block.classList.add('is-drawn');
  } catch (error) {
    const note = document.createElement('p');
    note.className = 'diagram-problem';
    note.textContent = `The diagram cannot be drawn: ${error instanceof Error ? error.message.split('\n')[0] : String(error)}`;
    block.append(note);
  }
}
