import { setTimeout as wait } from 'node:timers/promises';

export const owner = { email: 'owner@example.org', firstName: 'Test', lastName: 'Owner', password: 'Only-4-tests' };

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

  /** @returns {Promise<{ id: string, name: string }>} as a node names its credential */
  async saveCredential({ name, type, data }) {
    const { id } = await this.call('POST', '/rest/credentials', { name, type, data });
    return { id, name };
  }

  saveWorkflow(workflow) {
    return this.call('POST', '/rest/workflows', { ...workflow, id: undefined, active: false });
  }

  /** Activates, and waits until n8n says how that went. @throws {Error} with n8n's words when it refused */
  async activate({ id, versionId, name }) {
    await this.call('POST', `/rest/workflows/${id}/activate`, { versionId, name, description: '' });
    for (let tries = 0; tries < 300; tries++) {
      const status = await this.call('GET', `/rest/workflows/${id}/publication-status`);
      if (status.status === 'published') return;
      if (/fail|error/.test(status.status)) throw new Error(JSON.stringify(status));
      await wait(200);
    }
    throw new Error(`The workflow ${name} was not activated.`);
  }

  deactivate({ id }) {
    return this.call('POST', `/rest/workflows/${id}/deactivate`, {});
  }

  /** The finished executions of a workflow, the oldest first, each with what its nodes gave out. */
  async runs({ id }) {
    const filter = encodeURIComponent(JSON.stringify({ workflowId: id }));
    const { results } = await this.call('GET', `/rest/executions?filter=${filter}&limit=100`);
    const finished = results.filter(({ status }) => status !== 'running' && status !== 'new').sort((a, b) => Number(a.id) - Number(b.id));
    return Promise.all(
      finished.map(async ({ id: run, status, mode }) => {
        const { data } = await this.call('GET', `/rest/executions/${run}`);
        return { id: run, status, mode, data: unflattened(data) };
      }),
    );
  }

  /** Waits for so many finished executions. */
  async runsOnce(workflow, count, withinMs = 100_000) {
    const until = Date.now() + withinMs;
    for (;;) {
      const runs = await this.runs(workflow);
      if (runs.length >= count || Date.now() > until) return runs;
      await wait(500);
    }
  }

  /** Runs once by hand from its trigger, as the button of the editor does. */
  async runByHand(workflow, trigger, withinMs = 100_000) {
    const before = (await this.runs(workflow)).length;
    await this.call('POST', `/rest/workflows/${workflow.id}/run`, { workflowData: workflow, triggerToStartFrom: { name: trigger } });
    const runs = await this.runsOnce(workflow, before + 1, withinMs);
    if (runs.length === before) throw new Error(`The workflow ${workflow.name} did not end within ${withinMs / 1000} s.`);
    return runs.at(-1);
  }

  /** What a field offers whose choices are loaded. */
  choices(node, method, currentNodeParameters, credentials) {
    return this.call('POST', '/rest/dynamic-node-parameters/options', {
      path: 'parameters.x',
      nodeTypeAndVersion: { name: node, version: 1 },
      methodName: method,
      currentNodeParameters,
      credentials,
    });
  }

  /** What the list of a resource locator offers; the next page by the token of the one before. */
  listSearch(node, method, filter, currentNodeParameters, credentials, paginationToken) {
    return this.call('POST', '/rest/dynamic-node-parameters/resource-locator-results', {
      path: 'parameters.x',
      nodeTypeAndVersion: { name: node, version: 1 },
      methodName: method,
      ...(filter === undefined ? {} : { filter }),
      ...(paginationToken === undefined ? {} : { paginationToken }),
      currentNodeParameters,
      credentials,
    });
  }

  /** A call whose answer is followed nowhere; for the pages of OAuth2. */
  async raw(method, path) {
    return fetch(new URL(path, this.origin), { method, redirect: 'manual', headers: { 'browser-id': 'tests', cookie: this.#cookie } });
  }
}

/** n8n writes executions as a list of values that point at each other by place. */
function unflattened(text) {
  const values = JSON.parse(text);
  const done = new Map();
  const at = (place) => {
    const value = values[place];
    if (typeof value !== 'object' || value === null) return value;
    if (done.has(place)) return done.get(place);
    const made = Array.isArray(value) ? [] : {};
    done.set(place, made);
    for (const [key, inner] of Object.entries(value)) made[key] = typeof inner === 'string' ? at(Number(inner)) : inner;
    return made;
  };
  return at(0);
}
