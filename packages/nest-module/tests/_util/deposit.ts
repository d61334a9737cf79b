import { createHash } from 'node:crypto';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { JobFile, NewDeposit } from '../../src/index.ts';

/** Writes a file and describes it as a job does. */
export async function fileIn(folder: string, key: string, content: string): Promise<JobFile> {
  const path = join(folder, `${key}-${createHash('md5').update(content).digest('hex').slice(0, 6)}`);
  await writeFile(path, content);
  return { key, size: Buffer.byteLength(content), md5: createHash('md5').update(content).digest('hex'), ref: `path:${path}` };
}

/** A deposit of one file that Zenodo takes. */
export async function depositOf(folder: string, key: string, change: Partial<NewDeposit> & { content?: string } = {}): Promise<NewDeposit> {
  const { content = `two-theta intensity\n5.0 12 ${key}\n`, ...rest } = change;
  return {
    key,
    metadata: {
      title: `Scan ${key}`,
      resource_type: { id: 'dataset' },
      publication_date: '2026-11-25',
      publisher: 'Zenodo',
      creators: [{ person_or_org: { type: 'personal', given_name: 'Ada', family_name: 'Beam' } }],
    },
    files: [await fileIn(folder, 'scan.xy', content)],
    finish: 'publish',
    ...rest,
  };
}
