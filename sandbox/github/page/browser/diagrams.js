// @ts-check
/** What each drawing on the page was made from. @type {WeakMap<Element, string>} */
const drawn = new WeakMap();
const dark = matchMedia('(prefers-color-scheme: dark)');
const attempts = 4; // browsers drop what is being loaded when a network link comes or goes, as pods make them do
let count = 0;

/** What a comment cannot set by itself: the usual, and styles of its own. */
const secure = ['secure', 'securityLevel', 'startOnLoad', 'maxTextSize', 'suppressErrorRendering', 'maxEdges'].concat([
  'theme',
  'themeCSS',
  'themeVariables',
  'fontFamily',
  'look',
]);

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
  for (const block of blocks) drawn.set(block, block.textContent ?? '');
  for (const block of blocks) await draw(block, drawn.get(block) ?? '');
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
 * @param {Element} block
 * @param {string} source
 */
async function draw(block, source) {
  try {
    const svg = await render(source);
    block.innerHTML = svg;
    block.classList.add('is-drawn');
  } catch (error) {
    const note = document.createElement('p');
    note.className = 'diagram-problem';
    const [reason] = (error instanceof Error ? error.message : String(error)).split('\n');
    note.textContent = `The diagram cannot be drawn: ${reason}`;
    block.append(note);
  }
}

/**
 * @param {string} source
 * @returns {Promise<string>}
 */
async function render(source) {
  for (let attempt = 1; ; attempt++) {
    try {
      const mermaid = await loadMermaid();
      count += 1;
      return (await mermaid.render(`diagram-${count}`, source)).svg;
    } catch (error) {
      const isLoading = error instanceof TypeError && /import/.test(error.message);
      if (!isLoading || attempt === attempts) throw error;
      await new Promise((resolve) => setTimeout(resolve, 500 * attempt));
    }
  }
}

async function loadMermaid() {
  const { default: mermaid } = await import('/_assets/mermaid/mermaid.esm.min.mjs');
  mermaid.initialize({
    secure,
    startOnLoad: false,
    securityLevel: 'strict',
    suppressErrorRendering: true,
    look: 'classic',
    theme: dark.matches ? 'dark' : 'default',
  });
  return mermaid;
}
