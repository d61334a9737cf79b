const owner = { email: 'owner@example.org', firstName: 'Test', lastName: 'Owner', password: 'Only-4-tests' };

/**
 * Makes the owner of a fresh n8n, or signs in as the owner that it has.
 *
 * @param {string} origin
 * @returns {Promise<Rest>}
 */
export async function signIn(origin) {
  const rest = new Rest(origin);
  const { userManagement } = await rest.call('GET', '/rest/settings');
  if (userManagement.showSetupOnFirstLoad) await rest.call('POST', '/rest/owner/setup', owner);
  else await rest.call('POST', '/rest/login', { emailOrLdapLoginId: owner.email, password: owner.password });
  return rest;
}

/** The calls of n8n's own editor: a session cookie that holds for one `browser-id`. */
class Rest {
  #cookie = '';

  constructor(origin) {
    this.origin = origin;
  }

  /** Answers the `data` of n8n's envelope. A status that is no success is an error with n8n's words. */
  async call(method, path, body) {
    const reply = await fetch(this.origin + path, {
      method,
      headers: { 'content-type': 'application/json', 'browser-id': 'tests', cookie: this.#cookie },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    const session = reply.headers.getSetCookie().find((cookie) => cookie.startsWith('n8n-auth='));
    if (session) this.#cookie = session.slice(0, session.indexOf(';'));
    const text = await reply.text();
    if (!reply.ok) throw new Error(`n8n answered ${reply.status} to ${method} ${path}: ${text.slice(0, 500)}`);
    const value = text === '' ? undefined : JSON.parse(text);
    return value?.data ?? value;
  }

  /** What a person sees after "Test" in a credential: `{ status: 'OK' | 'Error', message }`. */
  async testCredential({ name, type, data }) {
    const { id } = await this.call('POST', '/rest/credentials', { name, type, data });
    return this.call('POST', '/rest/credentials/test', { credentials: { id, name, type, data } });
  }

  /** The descriptions of all node types that the server has loaded. */
  nodeTypes() {
    return this.call('GET', '/types/nodes.json');
  }
}
