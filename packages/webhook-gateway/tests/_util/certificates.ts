import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { tempFolder } from './temp-folder.ts';

export const hasOpenssl = existsSync('/usr/bin/openssl');

export interface Certificate {
  readonly cert: string;
  readonly key: string;
}

/** An authority of this test, and certificates that it signs. */
export async function authority() {
  const folder = await tempFolder();
  const openssl = (...args: string[]) => promisify(execFile)('openssl', args, { cwd: folder });
  const newKey = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes'];
  const read = (name: string) => readFile(join(folder, name), 'utf8');
  await openssl('req', '-x509', ...newKey, '-days', '2', '-subj', '/CN=authority of tests', '-keyout', 'ca.key', '-out', 'ca.pem');
  /** @param days - below zero: its time is over */
  const signed = async (names: string, days = 2): Promise<Certificate> => {
    await openssl('req', ...newKey, '-subj', '/CN=server of tests', '-keyout', 'one.key', '-out', 'one.csr');
    await writeFile(join(folder, 'one.ext'), `subjectAltName=${names}\n`);
    const by = ['-CA', 'ca.pem', '-CAkey', 'ca.key', '-CAcreateserial', '-days', String(days), '-extfile', 'one.ext'];
    await openssl('x509', '-req', '-in', 'one.csr', ...by, '-out', 'one.pem');
    return { cert: await read('one.pem'), key: await read('one.key') };
  };
  const selfSigned = async (names: string): Promise<Certificate> => {
    await openssl(
      'req',
      '-x509',
      ...newKey,
      '-days',
      '2',
      '-subj',
      '/CN=self',
      '-addext',
      `subjectAltName=${names}`,
      '-keyout',
      'self.key',
      '-out',
      'self.pem',
    );
    return { cert: await read('self.pem'), key: await read('self.key') };
  };
  return { ca: await read('ca.pem'), signed, selfSigned };
}
