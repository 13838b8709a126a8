import type { Element, ElementContent, Root } from 'hast';
import { common, createLowlight } from 'lowlight';
import { visit } from 'unist-util-visit';

const lowlight = createLowlight(common);
const maxHighlightedCharacters = 20_000; // beyond, colours cost more time than they are worth

/** Colours code blocks whose language is named. */
export function rehypeHighlight(): (tree: Root) => void {
  return (tree) => {
    visit(tree, 'element', (node, _index, parent) => {
      if (node.tagName !== 'code' || parent?.type !== 'element' || parent.tagName !== 'pre') return;
      const language = readLanguage(node);
      const [text] = node.children;
      if (language === undefined || !lowlight.registered(language) || text?.type !== 'text') return;
      if (text.value.length > maxHighlightedCharacters) return;
      node.children = lowlight.highlight(language, text.value).children as ElementContent[];
    });
  };
}

function readLanguage(code: Element): string | undefined {
  const classes = code.properties['className'];
  if (!Array.isArray(classes)) return undefined;
  const prefix = 'language-';
  const name = classes.map(String).find((value) => value.startsWith(prefix));
  return name?.slice(prefix.length);
}
