import type { Element, Root } from 'hast';
import { visit } from 'unist-util-visit';

const prefix = 'user-content-';

/** Links that leave the site carry `rel=nofollow`, links within the text find the ids that the sanitizer renamed. */
export function rehypeLinks(): (tree: Root) => void {
  return (tree) => {
    visit(tree, 'element', (node) => {
      if (node.tagName === 'a') completeLink(node);
      if (node.tagName === 'img') completeImage(node);
    });
  };
}

function completeLink(link: Element): void {
  const href = link.properties['href'];
  if (typeof href !== 'string') return;
  if (href.startsWith('#') && !href.startsWith(`#${prefix}`)) link.properties['href'] = `#${prefix}${href.slice(1)}`;
  if (/^(?:[a-z][a-z0-9+.-]*:|\/\/)/i.test(href)) link.properties['rel'] = ['nofollow', 'noopener', 'noreferrer'];
  const [text] = link.children;
  if (text?.type === 'text' && text.value.startsWith('@')) link.properties['className'] = ['user-mention'];
}

/** GitHub serves pictures through a proxy, so that their hosts learn nothing about the reader. */
function completeImage(image: Element): void {
  image.properties['loading'] = 'lazy';
  image.properties['referrerPolicy'] = 'no-referrer';
}
