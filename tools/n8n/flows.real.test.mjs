import { createHmac } from 'node:crypto';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { startStandIn } from '../../packages/stand-in/dist/index.js';
import { root } from '../lib/workspace.mjs';
import { api, draft, owned, publish } from './_zenodo.mjs';
import { builtNode } from './built.mjs';
import { createN8n } from './harness.mjs';
import { startMailbox } from './mailbox.mjs';
import { startOutside } from './outside.mjs';

let zenodo;
let n8n;
let rest;
let mailbox;
let outside;
let credentials;
beforeAll(async () => {
  [zenodo, mailbox, outside] = await Promise.all([startStandIn({ port: 0 }), startMailbox(), startOutside()]);
  n8n = await createN8n({ packages: [await builtNode()] });
  rest = await n8n.start();
  const smtp = { host: '127.0.0.1', port: mailbox.port, secure: false, disableStartTls: true, user: '', password: '' };
  credentials = {
    zenodoApi: await rest.saveCredential({
      name: 'Zenodo',
      type: 'zenodoApi',
      data: { environment: 'other', baseUrl: zenodo.url, accessToken: zenodo.tokens.owner },
    }),
    smtp: await rest.saveCredential({ name: 'SMTP', type: 'smtp', data: smtp }),
    githubApi: await rest.saveCredential({
      name: 'GitHub',
      type: 'githubApi',
      data: { server: outside.url, user: 'me', accessToken: 'x' },
    }),
  };
});
afterAll(async () => {
  await n8n?.close();
  await Promise.all([zenodo?.close(), mailbox?.close(), outside?.close()]);
});
beforeEach(() => (mailbox.mails.length = 0));

/** An example as a person imports it: credentials chosen, and the values set that its note names. */
async function imported(file, set = {}) {
  const example = JSON.parse(await readFile(path.join(root, 'packages/n8n-node/examples', file), 'utf8'));
  for (const node of example.nodes) {
    for (const type of Object.keys(node.credentials ?? {})) node.credentials[type] = credentials[type];
    Object.assign(node.parameters, set[node.name]);
  }
  return rest.saveWorkflow(example);
}
const byId = (value) => ({ __rl: true, mode: 'id', value });
const outputOf = (run, node) => run.data.resultData.runData[node]?.[0].data.main[0].map(({ json }) => json);
const expectDone = (run) => expect(run.status, JSON.stringify(run.data.resultData.error?.message)).toBe('success');
const titled = async (title) => (await owned(zenodo)).filter(({ metadata }) => metadata.title === title);
async function until(what, seen, withinMs = 60_000) {
  for (const end = Date.now() + withinMs; ; await wait(200)) {
    const found = await seen();
    if (found) return found;
    if (Date.now() > end) throw new Error(`There was no ${what}.`);
  }
}

describe('the example flows, in a real n8n', () => {
  test('a folder becomes a draft, once', async () => {
    const folder = path.join(n8n.home, '.n8n-files/to-deposit');
    await mkdir(folder, { recursive: true });
    for (const name of ['a.csv', 'b.csv']) await writeFile(path.join(folder, name), `${name}\n`);
    const workflow = await imported('folder-to-deposit.json', { 'Files of the Folder': { fileSelector: `${folder}/*` } });
    for (let runs = 0; runs < 2; runs++) expectDone(await rest.runByHand(workflow, 'Every Morning'));
    const drafts = (await owned(zenodo)).filter(({ metadata }) => metadata.title?.startsWith('Measurements of'));
    expect(drafts).toHaveLength(1);
    const { entries } = await api(zenodo, 'GET', `/api/records/${drafts[0].id}/draft/files`);
    expect(entries.map(({ key }) => key).sort()).toEqual(['a.csv', 'b.csv']);
  });

  test('curators answer a request by a click in a mail', async () => {
    await api(zenodo, 'POST', '/api/communities', {
      slug: 'my-community',
      metadata: { title: 'Mine' },
      access: { visibility: 'public', review_policy: 'closed' },
    });
    const { id: community } = await api(zenodo, 'GET', '/api/communities/my-community');
    const id = await draft(zenodo, 'For the curators');
    await api(zenodo, 'PUT', `/api/records/${id}/draft/review`, { receiver: { community }, type: 'community-submission' });
    await api(zenodo, 'POST', `/api/records/${id}/draft/actions/submit-review`, {});
    const workflow = await imported('community-review-by-email.json');
    await rest.call('POST', `/rest/workflows/${workflow.id}/run`, {
      workflowData: workflow,
      triggerToStartFrom: { name: 'Submitted to My Community' },
    });
    const mail = await until('mail', () => mailbox.mails[0]);
    expect(mail).toMatchObject({ to: ['curators@example.org'], subject: 'Review for the community: For the curators' });
    const links = [...mail.html.matchAll(/href="([^"]+)"/g)].map(([, link]) => link.replaceAll('&amp;', '&'));
    const accept = links.find((link) => link.includes('approved=true'));
    // The mail leaves a moment before n8n waits for its answer.
    await until('execution that waits', async () => (await rest.runs(workflow)).some(({ status }) => status === 'waiting'));
    // n8n takes no click from programs that only look where a link leads.
    const clicked = await fetch(accept, {
      headers: { 'user-agent': 'Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 Chrome/140.0 Safari/537.36' },
    });
    expect(clicked.status).toBe(200);
    const record = await until('record', async () => (await titled('For the curators')).find(({ is_published: is }) => is));
    expect(record.parent.communities.ids).toEqual([community]);
  });

  test('data that changed become a new version, and others do not', async () => {
    const { id, parent } = await publish(zenodo, 'Data of a sensor', { content: 'a,1\n' });
    const workflow = await imported('new-version-when-data-change.json', {
      'File at Zenodo': { recordId: byId(id) },
      'Publish New Version': { recordId: byId(id) },
      'This File': JSON.parse((await readExample('new-version-when-data-change.json', 'This File')).replace('data.csv', 'data.txt')),
      'Data of Today': { url: `${outside.url}/data.csv` },
    });
    const versions = async () => (await api(zenodo, 'GET', `/api/records/${id}/versions`)).hits.hits;
    outside.data = 'a,1\n';
    expectDone(await rest.runByHand(workflow, 'Every Morning'));
    expect(await versions()).toHaveLength(1);
    outside.data = 'a,2\n';
    const run = await rest.runByHand(workflow, 'Every Morning');
    expectDone(run);
    expect(outputOf(run, 'Publish New Version')).toMatchObject([{ status: 'published', conceptId: parent.id }]);
    expect(await versions()).toHaveLength(2);
  });

  test('a mail lists what was published in a week', async () => {
    for (const title of ['Graphene oxide', 'Layers of graphene', 'Something else']) await publish(zenodo, title);
    expectDone(await rest.runByHand(await imported('weekly-report.json'), 'On Monday'));
    const [mail] = mailbox.mails;
    expect(mail).toMatchObject({ to: ['data@example.org'], subject: 'New at Zenodo this week' });
    expect(mail.html).toContain('2 records of this week');
    for (const title of ['Graphene oxide', 'Layers of graphene']) expect(mail.html).toContain(`>${title}</a> 10.5281/zenodo.`);
    expect(mail.html).not.toContain('Something else');
  });

  test('a mail reminds of an embargo that ends', async () => {
    const last = new Date(Date.now() + 10 * 86_400_000).toISOString().slice(0, 10);
    const closed = { record: 'public', files: 'restricted', embargo: { active: true, until: last } };
    const { id } = await publish(zenodo, 'Closed for now', { access: closed });
    expectDone(await rest.runByHand(await imported('embargo-reminder.json'), 'Embargo Ending'));
    const [mail] = mailbox.mails;
    expect(mail.subject).toBe('Opens in 10 days: Closed for now');
    expect(mail.html).toContain(`href="${zenodo.url}/records/${id}"`);
    expect(mail.html).toContain(last);
  });

  test('a release at GitHub becomes a version with a DOI, delivered twice or once', async () => {
    const { id } = await publish(zenodo, 'My code');
    const workflow = await imported('github-release-to-doi.json', { 'Publish New Version': { recordId: byId(id) } });
    await rest.activate(workflow);
    const { url, secret } = await until('webhook', () => outside.hook);
    const body = JSON.stringify({
      action: 'published',
      release: { tag_name: 'v2', zipball_url: `${outside.url}/zipball/v2` },
      repository: { full_name: 'my-name/my-code' },
    });
    const deliver = () =>
      fetch(url, {
        method: 'POST',
        headers: {
          'content-type': 'application/json',
          'x-github-event': 'release',
          'x-hub-signature-256': `sha256=${createHmac('sha256', secret).update(body).digest('hex')}`,
        },
        body,
      });
    for (let times = 1; times <= 2; times++) {
      expect((await deliver()).status).toBe(200);
      expectDone((await rest.runsOnce(workflow, times)).at(-1));
    }
    const { hits } = await api(zenodo, 'GET', `/api/records/${id}/versions`);
    expect(hits.hits.map(({ metadata }) => metadata.version)).toEqual(['v2', undefined]);
  });
});

async function readExample(file, name) {
  const { nodes } = JSON.parse(await readFile(path.join(root, 'packages/n8n-node/examples', file), 'utf8'));
  return JSON.stringify(nodes.find((node) => node.name === name).parameters);
}
