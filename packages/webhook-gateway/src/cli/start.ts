import type { Zenodo } from '@zenodo-connect/core';
import { ZENODO_CLIENT } from '@zenodo-connect/nestjs';
import { loadConfig } from '../config/load-config.ts';
import { startGateway } from '../gateway.ts';
import { Entrance } from '../people/entrance.ts';
import { jsonLine } from '../telemetry/visible.ts';
import { firstLook } from './first-look.ts';
import { growYoungRoomWithWork } from './v8-memory.ts';

/** Runs until a signal; the log goes to stdout, one JSON object a line. The first line says where it listens. */
export async function start(configFile: string): Promise<void> {
  const log = (line: object): boolean => process.stdout.write(`${jsonLine(line)}\n`);
  const gateway = await startGateway({ ...(await loadConfig(configFile)), log });
  growYoungRoomWithWork();
  log({ time: new Date().toISOString(), level: 'info', kind: 'start', url: gateway.url, pid: process.pid });
  // To the terminal alone: a log is kept, and the link lets somebody in.
  const link = await gateway.app.get(Entrance).setUpLink();
  if (link) process.stderr.write(`Nobody can sign in yet. Within 15 minutes, open ${link}\n`);
  const stopping = new AbortController();
  const stop = (): void => {
    stopping.abort();
    gateway.close().catch((error: Error) => {
      process.stderr.write(`zenodo-gateway: it did not stop cleanly: ${error.message}\n`);
      process.exitCode = 1;
    });
  };
  process.once('SIGTERM', stop).once('SIGINT', stop);
  const seen = await firstLook(gateway.app.get<Zenodo>(ZENODO_CLIENT), stopping.signal);
  if (seen) log(seen);
}
