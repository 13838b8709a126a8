import { createReadStream } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { basename, join } from 'node:path';
import { execa } from 'execa';

interface ServeOptions {
  readonly charts: readonly string[];
  readonly helm: string;
  readonly folder: string;
}

export interface ChartServer {
  readonly url: string;
  close(): void;
}

/** Packs charts and serves them as a Helm repository on loopback. */
export async function serveCharts({ charts, helm, folder }: ServeOptions): Promise<ChartServer> {
  await mkdir(folder, { recursive: true });
  for (const chart of charts) await execa(helm, ['package', chart, '--destination', folder]);
  await execa(helm, ['repo', 'index', folder]);
  const server = createServer((request, response) => {
    const file = createReadStream(join(folder, basename(request.url ?? '')));
    file.on('error', () => response.writeHead(404).end());
    file.pipe(response);
  });
  await new Promise<void>((resolve, reject) => server.once('error', reject).listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    close: () => {
      server.close();
      server.closeAllConnections();
    },
  };
}
