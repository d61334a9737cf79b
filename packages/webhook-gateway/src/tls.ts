import { readFileSync, statSync } from 'node:fs';
import type { Server } from 'node:https';
import { createSecureContext } from 'node:tls';
import type { LogLine, TlsConfig } from './config/gateway-config.ts';
import { ConfigError } from './config/settings.ts';

const lookMs = 30_000;

/** What the server is made with. Senders' certificates are looked at by their fingerprint, so no authority has to vouch for them. */
export function tlsOptions({ certFile, keyFile, clientCertificates = false }: TlsConfig) {
  const { cert, key } = readPair({ certFile, keyFile });
  try {
    createSecureContext({ cert, key });
  } catch (error) {
    throw new ConfigError(
      `${certFile} and ${keyFile} cannot be used for TLS: ${(error as Error).message}. They have to be PEM and belong together.`,
    );
  }
  return { cert, key, minVersion: 'TLSv1.2' as const, requestCert: clientCertificates, rejectUnauthorized: false };
}

/** Takes the files again when they change, as they do each few weeks; a pair that cannot be used is told, and the old one stays. */
export function keepCertificate(server: Server, tls: TlsConfig, log: (line: LogLine) => void, everyMs = lookMs): void {
  let known = stampOf(tls);
  const timer = setInterval(() => {
    const stamp = stampOf(tls);
    if (stamp === known) return;
    known = stamp;
    try {
      server.setSecureContext(tlsOptions(tls));
      log({ time: new Date().toISOString(), level: 'info', kind: 'tls', message: 'The certificate was read again.' });
    } catch (error) {
      const message = `The new certificate is not taken, the old one stays: ${(error as Error).message}`;
      log({ time: new Date().toISOString(), level: 'error', kind: 'tls', message });
    }
  }, everyMs).unref();
  server.once('close', () => clearInterval(timer));
}

function readPair({ certFile, keyFile }: TlsConfig): { readonly cert: Buffer; readonly key: Buffer } {
  const read = (file: string): Buffer => {
    try {
      return readFileSync(file);
    } catch (error) {
      throw new ConfigError(`The file ${file} of listen.tls cannot be read (${(error as NodeJS.ErrnoException).code}).`);
    }
  };
  return { cert: read(certFile), key: read(keyFile) };
}

function stampOf({ certFile, keyFile }: TlsConfig): string {
  return [certFile, keyFile].map((file) => statSync(file, { throwIfNoEntry: false })?.mtimeMs ?? 0).join();
}
