import { spawn } from 'node:child_process';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { gitEnvironment } from './git.ts';

export interface GitService {
  readonly directory: string;
  /** Below the repository: `/info/refs`, `/git-upload-pack`, `/git-receive-pack`. */
  readonly path: string;
  readonly query: string;
  readonly login: string;
}

/** Answers one request of a git client by running git's own `http-backend` as CGI. Resolves once git ended; the answer is left open. */
export function serveGit(request: IncomingMessage, response: ServerResponse, service: GitService): Promise<void> {
  const { promise, resolve } = Promise.withResolvers<undefined>();
  const child = spawn('git', ['http-backend'], {
    env: buildEnvironment(request, service),
    stdio: ['pipe', 'pipe', 'ignore'],
  });
  const finish = (): void => {
    if (!response.headersSent) response.writeHead(500);
    resolve(undefined);
  };
  child.on('error', finish);
  child.on('close', finish);
  // A client that goes away must not leave git waiting for the rest.
  response.on('close', () => {
    if (!response.writableFinished) child.kill();
  });
  child.stdin.on('error', () => undefined);
  request.on('error', () => child.kill());
  request.pipe(child.stdin);
  passAnswer(child.stdout, response);
  return promise;
}

function buildEnvironment(
  request: IncomingMessage,
  { directory, path, query, login }: GitService,
): Record<string, string> {
  const { headers } = request;
  const optional = {
    CONTENT_TYPE: headers['content-type'],
    CONTENT_LENGTH: headers['content-length'],
    HTTP_CONTENT_ENCODING: headers['content-encoding'],
    HTTP_ACCEPT: headers.accept,
    GIT_PROTOCOL: headers['git-protocol']?.toString(),
  };
  const given = Object.entries(optional).filter((entry): entry is [string, string] => entry[1] !== undefined);
  return {
    ...gitEnvironment(),
    GIT_PROJECT_ROOT: directory,
    GIT_HTTP_EXPORT_ALL: '1',
    PATH_INFO: path,
    QUERY_STRING: query,
    REQUEST_METHOD: request.method ?? 'GET',
    REMOTE_USER: login,
    REMOTE_ADDR: '127.0.0.1',
    ...Object.fromEntries(given),
  };
}

/** CGI writes headers, an empty line, then the body. */
function passAnswer(output: NodeJS.ReadableStream, response: ServerResponse): void {
  let head = Buffer.alloc(0);
  const onData = (chunk: Buffer): void => {
    head = Buffer.concat([head, chunk]);
    const end = head.indexOf('\r\n\r\n');
    if (end < 0) return;
    output.off('data', onData);
    writeHead(response, head.subarray(0, end).toString('latin1'));
    response.write(head.subarray(end + 4));
    output.pipe(response, { end: false });
  };
  output.on('data', onData);
}

function writeHead(response: ServerResponse, head: string): void {
  let status = 200;
  for (const line of head.split('\r\n')) {
    const colon = line.indexOf(':');
    const name = line.slice(0, colon);
    const value = line.slice(colon + 1).trim();
    if (name.toLowerCase() === 'status') status = Number.parseInt(value, 10);
    else response.setHeader(name, value);
  }
  response.writeHead(status);
}
