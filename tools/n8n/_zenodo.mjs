/** What tests of the real n8n share: records at the stand-in, and credentials for it. */
export const zenodoType = 'n8n-nodes-zenodo.zenodo';
export const triggerType = 'n8n-nodes-zenodo.zenodoTrigger';

/** A credential for the stand-in as n8n keeps it. */
export const credential = (zenodo, id, token) => ({
  id,
  name: id,
  type: 'zenodoApi',
  data: { environment: 'other', baseUrl: zenodo.url, accessToken: token },
});

/** Calls the stand-in's API; answers the body. */
export async function api(zenodo, method, path, body, { token = zenodo.tokens.owner, type = 'application/json' } = {}) {
  const isBytes = typeof body === 'string' || Buffer.isBuffer(body);
  const reply = await fetch(zenodo.url + path, {
    method,
    headers: { authorization: `Bearer ${token}`, accept: 'application/vnd.inveniordm.v1+json, application/json', 'content-type': type },
    ...(body === undefined ? {} : { body: isBytes ? body : JSON.stringify(body) }),
  });
  const text = await reply.text();
  if (!reply.ok) throw new Error(`${method} ${path}: ${reply.status} ${text.slice(0, 500)}`);
  return text === '' ? undefined : JSON.parse(text);
}

const metadata = {
  resource_type: { id: 'dataset' },
  creators: [{ person_or_org: { type: 'personal', family_name: 'Curie', given_name: 'Marie' } }],
  publication_date: '2026-11-25',
  publisher: 'Zenodo',
};

/** A draft with one file. */
export async function draft(zenodo, title, { content = title, ...more } = {}) {
  const { id } = await api(zenodo, 'POST', '/api/records', { metadata: { ...metadata, title }, ...more });
  await api(zenodo, 'POST', `/api/records/${id}/draft/files`, [{ key: 'data.txt' }]);
  await api(zenodo, 'PUT', `/api/records/${id}/draft/files/data.txt/content`, content, { type: 'application/octet-stream' });
  await api(zenodo, 'POST', `/api/records/${id}/draft/files/data.txt/commit`);
  return id;
}

export async function publish(zenodo, title, more = {}) {
  return api(zenodo, 'POST', `/api/records/${await draft(zenodo, title, more)}/draft/actions/publish`);
}

/** What the owner has, drafts included. */
export const owned = async (zenodo) => (await api(zenodo, 'GET', '/api/user/records?size=100')).hits.hits;
