// @ts-check

/**
 * Makes one element like another and touches only what differs, so that what is focused, selected, scrolled or open stays
 * so. Children are the same when they have the same id, or else the same name at the same place.
 * @param {Element} current
 * @param {Element} wanted
 */
export function morph(current, wanted) {
  morphAttributes(current, wanted);
  morphChildren(current, wanted);
}

/**
 * @param {Element} current
 * @param {Element} wanted
 */
function morphAttributes(current, wanted) {
  for (const { name } of [...current.attributes]) {
    if (!wanted.hasAttribute(name) && !isReaders(current, name)) current.removeAttribute(name);
  }
  for (const { name, value } of wanted.attributes) {
    if (current.getAttribute(name) !== value && !isReaders(current, name)) current.setAttribute(name, value);
  }
}

/**
 * Whether it is the reader who decides.
 * @param {Element} element
 * @param {string} attribute
 */
function isReaders(element, attribute) {
  return element instanceof HTMLDetailsElement && attribute === 'open';
}

/**
 * @param {Element} current
 * @param {Element} wanted
 */
function morphChildren(current, wanted) {
  const children = [...wanted.childNodes];
  let next = current.firstChild;
  children.forEach((child, index) => {
    const match = findMatch(next, child, children.slice(index + 1));
    if (match === undefined) {
      current.insertBefore(child, next);
      return;
    }
    // What stands before the match is gone; moving the match instead would lose its focus.
    while (next !== null && next !== match) next = removeAndStep(next);
    next = match.nextSibling;
    if (match instanceof Element && child instanceof Element) morph(match, child);
    else if (match.nodeValue !== child.nodeValue) match.nodeValue = child.nodeValue;
  });
  while (next !== null) next = removeAndStep(next);
}

/** @param {ChildNode} node */
function removeAndStep(node) {
  const { nextSibling } = node;
  node.remove();
  return nextSibling;
}

/**
 * Finds what there is of a wanted child, without passing anything that is wanted after it.
 * @param {ChildNode | null} from
 * @param {ChildNode} child
 * @param {readonly ChildNode[]} later
 * @returns {ChildNode | undefined}
 */
function findMatch(from, child, later) {
  for (let node = from; node !== null; node = node.nextSibling) {
    const here = node;
    if (isSame(here, child)) return here;
    if (later.some((one) => isSame(here, one))) return undefined;
  }
  return undefined;
}

/**
 * @param {ChildNode} one
 * @param {ChildNode} other
 */
function isSame(one, other) {
  return one.nodeName === other.nodeName && idOf(one) === idOf(other);
}

/** @param {ChildNode} node */
function idOf(node) {
  return node instanceof Element ? node.id : '';
}
