import type { ServerResponse } from 'node:http';

/** A page loads what this site serves, and nothing may be written into it that runs. */
const pagePolicy = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "img-src 'self'",
  "connect-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join('; ');

/** Answers with a page for people. */
export function answerHtml(response: ServerResponse, status: number, page: string): void {
  response.setHeader('content-security-policy', pagePolicy);
  answerText(response, status, 'text/html; charset=utf-8', page);
}

/** Answers with data for tools. */
export function answerJson(response: ServerResponse, status: number, data: unknown): void {
  answerText(response, status, 'application/json; charset=utf-8', `${JSON.stringify(data, undefined, 2)}\n`);
}

function answerText(response: ServerResponse, status: number, type: string, text: string): void {
  response.writeHead(status, { 'content-type': type, 'content-length': Buffer.byteLength(text) }).end(text);
}
