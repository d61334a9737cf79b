import type { Answer, Ask } from './client.ts';

/** What tests read of a deposition. */
interface Deposition {
  id: number;
  record_id: number;
  conceptrecid: string;
  doi: string;
  conceptdoi: string;
  title: string;
  state: string;
  owner: number;
  metadata: Record<string, unknown>;
  links: Record<string, string>;
  files: { id: string; filename: string; checksum: string; links: Record<string, string> }[];
}

/** Metadata of the old dialect that can be published. */
export function deposition(extra: object = {}): object {
  return {
    title: 'Powder diffraction of sample S-2291',
    upload_type: 'dataset',
    description: '<p>Raw and reduced data.</p>',
    creators: [{ name: 'Curie, Marie', affiliation: 'Institut du Radium', orcid: '0000-0002-1825-0097' }],
    publication_date: '2026-03-14',
    access_right: 'open',
    license: 'cc-by-4.0',
    ...extra,
  };
}

/** A call of the deposit API, which speaks plain JSON only. */
export async function depositionOf(
  ask: Ask,
  method: string,
  path: string,
  sent: Parameters<Ask>[2] = {},
): Promise<Omit<Answer, 'body'> & { body: Deposition }> {
  const answer = await ask(method, path, { accept: 'application/json', ...sent });
  return { ...answer, body: answer.body as unknown as Deposition };
}

/** A published deposition with one file. */
export async function published(ask: Ask, extra: object = {}): Promise<Deposition> {
  const made = await depositionOf(ask, 'POST', '/api/deposit/depositions', { json: { metadata: deposition(extra) } });
  await ask('PUT', `${made.body.links['bucket']}/data.csv`, { body: 'a,b\n1,2\n', accept: 'application/json' });
  return (await depositionOf(ask, 'POST', `/api/deposit/depositions/${made.body.id}/actions/publish`)).body;
}
