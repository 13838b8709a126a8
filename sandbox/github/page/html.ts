import type { html } from 'hono/html';

/** A piece of a page. Whatever is put into the `html` template is escaped, unless it is such a piece itself. */
export type Html = ReturnType<typeof html>;
