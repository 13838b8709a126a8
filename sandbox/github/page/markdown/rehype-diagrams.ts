import type { Root } from 'hast';
import { visit } from 'unist-util-visit';

/** Marks Mermaid code blocks for the browser, which draws them; without JavaScript the source stays readable. */
export function rehypeDiagrams(): (tree: Root) => void {
  return (tree) => {
    visit(tree, 'element', (node) => {
      const [code] = node.children;
      if (node.tagName !== 'pre' || code?.type !== 'element') return;
      const classes = code.properties['className'];
      if (!Array.isArray(classes) || !classes.includes('language-mermaid')) return;
      node.properties['dataDiagram'] = 'mermaid';
    });
  };
}
