import { readFile } from 'node:fs/promises';
import githubExamples from '@octokit/webhooks-examples/api.github.com/index.json' with { type: 'json' };
import { request } from 'undici';
import { describe, expect, it } from 'vitest';
import { client } from './_util/client.ts';
import { movedTo, signed, startForge } from './_util/forge.ts';
import { startWorld } from './_util/gateway.ts';
import { keptIn } from './_util/kept.ts';
import { recipeOf, strongSecret } from './_util/recipes.ts';
import { expectUnknown, worldWith } from './_util/senders.ts';
import { until } from './_util/subscriber.ts';

const json = { 'content-type': 'application/json' };
const secrets = { 'our-repository': strongSecret, 'our-project': strongSecret };
const automatic = 'publish: { mode: auto, i_understand_publication_is_permanent: true }';

const published = githubExamples
  .find(({ name }) => name === 'release')!
  .examples.find((one) => (one as { action?: string }).action === 'published') as unknown as {
  release: { assets: object[] };
  repository: object;
};
const asset = {
  name: 'manual.pdf',
  size: 9,
  browser_download_url: 'https://github.com/Codertocat/Hello-World/releases/download/0.0.1/manual.pdf',
};
const github = { ...published, release: { ...published.release, assets: [asset] } };

/** With the members that Gitea's and Forgejo's structures have (`Release`, `Repository` and what lies around them). */
const gitea = {
  action: 'published',
  release: {
    id: 11,
    tag_name: 'v0.3',
    target_commitish: 'main',
    name: 'Third light',
    body: 'Faster.\n',
    url: 'https://git.example/api/v1/repos/optics/trace/releases/11',
    html_url: 'https://git.example/optics/trace/releases/tag/v0.3',
    tarball_url: 'https://git.example/optics/trace/archive/v0.3.tar.gz',
    zipball_url: 'https://git.example/optics/trace/archive/v0.3.zip',
    draft: false,
    prerelease: false,
    created_at: '2026-11-25T14:05:00+01:00',
    published_at: '2026-11-25T14:05:00+01:00',
    author: { id: 1, login: 'ada', username: 'ada' },
    assets: [
      {
        id: 4,
        name: 'manual.pdf',
        size: 9,
        download_count: 0,
        created_at: '2026-11-25T14:05:00+01:00',
        uuid: '8d1c1f54-3d8e-4f4e-8d6c-6d5d9a0d5a10',
        browser_download_url: 'https://git.example/optics/trace/releases/download/v0.3/manual.pdf',
      },
    ],
  },
  repository: {
    id: 5,
    name: 'trace',
    full_name: 'optics/trace',
    description: 'Rays.',
    owner: { id: 2, login: 'optics', username: 'optics' },
  },
  sender: { id: 1, login: 'ada', username: 'ada' },
};

const gitlab = {
  id: 1,
  created_at: '2020-11-02 12:55:12 UTC',
  description: 'v1.1 has been released',
  name: 'v1.1',
  released_at: '2020-11-02 12:55:12 UTC',
  tag: 'v1.1',
  object_kind: 'release',
  project: {
    id: 2,
    name: 'release-webhook-example',
    description: '',
    namespace: 'Gitlab',
    path_with_namespace: 'gitlab-org/release-webhook-example',
  },
  url: 'https://gitlab.example/gitlab-org/release-webhook-example/-/releases/v1.1',
  action: 'create',
  assets: {
    count: 4,
    links: [],
    sources: ['zip', 'tar.gz', 'tar.bz2', 'tar'].map((format) => ({
      format,
      url: `https://gitlab.example/gitlab-org/release-webhook-example/-/archive/v1.1/release-webhook-example-v1.1.${format}`,
    })),
  },
};

/** The recipe as it ships, for a forge on this machine. */
async function shipped(name: string, host: string): Promise<string> {
  const text = await readFile(new URL(`../examples/forges/${name}.yaml`, import.meta.url), 'utf8');
  return text.replace(/hosts: \[.*\]/, `hosts: ["${host}"]\n  allow_private: [127.0.0.0/8]`);
}

describe('a release becomes a draft with the archive of its source, by the recipe that ships:', () => {
  it.each([
    ['github', 'github', github, '0.0.1', ['Hello-World.tar.gz', 'manual.pdf']],
    ['gitea', 'gitea', gitea, 'v0.3', ['manual.pdf', 'trace.tar.gz']],
    ['forgejo', 'gitea', gitea, 'v0.3', ['manual.pdf', 'trace.tar.gz']],
    ['gitlab', 'gitlab', gitlab, 'v1.1', ['release-webhook-example.tar.gz']],
  ] as const)('%s', async (forge, name, payload, version, files) => {
    const { origin, host } = await startForge();
    const recipe = (await shipped(name, host)).replace('type: gitea', `type: ${forge}`);
    const { gateway, zenodo } = await startWorld({ secrets }, [recipe]);
    const body = movedTo(origin, payload);
    const send = client(gateway.url, await gateway.addToken(name));
    const answer = await client(gateway.url, undefined).post(name, body, { ...json, ...signed[forge](strongSecret, body) });
    expect(answer).toMatchObject({ status: 202, json: { status: 'fetching' } });
    const job = await untilLeft(send, String(answer.json['id']));
    expect((job['files'] as { name: string }[]).map((file) => file.name).sort()).toEqual(files);
    const draft = await request(`${zenodo.url}/api/records/${String(job['record_url']).split('/').at(-1)}/draft`, {
      headers: { authorization: `Bearer ${zenodo.tokens.owner}` },
    });
    expect(((await draft.body.json()) as { metadata: { version: string } }).metadata.version).toBe(version);
  });
});

async function untilLeft(send: ReturnType<typeof client>, id: string) {
  let job: Readonly<Record<string, unknown>> = {};
  await until(async () => {
    job = await send.job(id);
    if (job['status'] === 'failed') throw new Error(String(job['problem']));
    return job['status'] === 'left' || job['status'] === 'findable';
  }, 'the draft is left');
  return job;
}

it('the next release is a new version, and its archive takes the place of the one before', async () => {
  const { origin, host } = await startForge();
  const { gateway } = await startWorld({ secrets }, [(await shipped('github', host)).replace(/publish: .*/, automatic)]);
  const send = client(gateway.url, await gateway.addToken('github'));
  const jobs = [];
  for (const tag of ['0.0.1', '0.0.2']) {
    const body = movedTo(origin, JSON.parse(JSON.stringify(published).replaceAll('0.0.1', tag)) as object);
    const { json: answer } = await client(gateway.url, undefined).post('github', body, { ...json, ...signed.github(strongSecret, body) });
    jobs.push(await untilLeft(send, String(answer['id'])));
  }
  expect(jobs[1]!['concept_doi']).toBe(jobs[0]!['concept_doi']);
  expect(jobs[1]!['doi']).not.toBe(jobs[0]!['doi']);
  expect(jobs.map(({ files }) => (files as { name: string }[]).map(({ name }) => name))).toEqual([
    ['Hello-World.tar.gz'],
    ['Hello-World.tar.gz'],
  ]);
});

it('an archive is fetched from no address inside, whoever signed for it', async () => {
  const { origin, host, asked } = await startForge();
  const recipe = (await shipped('github', host)).replace(/ {2}allow_private: .*\n/, '');
  const { gateway, log, config } = await startWorld({ secrets }, [recipe]);
  const body = movedTo(origin, published);
  await client(gateway.url, undefined).post('github', body, { ...json, ...signed.github(strongSecret, body) });
  await until(() => log.some((line) => (line as { kind: string }).kind === 'fetch'), 'it was tried');
  expect(JSON.stringify(log)).toContain('127.0.0.1 is not a public address');
  expect([asked, (await keptIn(config.folder)).jobs]).toEqual([[], 0]);
});

it('each event that GitHub documents is understood: taken when the recipe wants it, and left with 204 otherwise', async () => {
  const { origin, host } = await startForge();
  const { gateway } = await startWorld({ secrets, deposits: { run: false } }, [await shipped('github', host)]);
  const statuses: Record<string, number> = {};
  let count = 0;
  for (const { name, examples } of githubExamples) {
    for (const example of examples as object[]) {
      const body = movedTo(origin, example);
      const headers = { ...json, 'x-github-event': name, ...signed.github(strongSecret, body) };
      const { status, text } = await client(gateway.url, undefined).post('github', body, headers);
      count += 1;
      if (status !== 204) statuses[`${name} ${(example as { action?: string }).action} ${text}`] = status;
    }
  }
  expect(count).toBeGreaterThan(250);
  expect(Object.entries(statuses).filter(([name, status]) => status !== 202 || !name.startsWith('release published'))).toEqual([]);
  expect(Object.keys(statuses).length).toBeGreaterThan(0);
});

describe.each(['gitea', 'forgejo'] as const)('%s', (forge) => {
  const body = JSON.stringify(gitea);
  const world = () => worldWith(`{ type: ${forge}, secrets: [one] }`, {}, 'match: { meta.action: published }');
  const post = (url: string, headers: Record<string, string>, text = body) =>
    client(url, undefined).post('in', text, { ...json, ...headers });

  it('the right signature over these bytes is taken; the same again is the same job', async () => {
    const { gateway } = await world();
    const first = await post(gateway.url, signed[forge](strongSecret, body));
    const again = await post(gateway.url, { ...signed[forge](strongSecret, body), [`x-${forge}-delivery`]: 'another' });
    expect([first.status, again.status, again.json['id']]).toEqual([202, 200, first.json['id']]);
  });

  it.each([
    ['none, as of a hook without a secret', ''],
    ['one of another secret', signed.gitea('another secret of the same length', body)['x-gitea-signature']!],
    ['GitHub’s form', `sha256=${signed.gitea(strongSecret, body)['x-gitea-signature']}`],
    ['half of it', signed.gitea(strongSecret, body)['x-gitea-signature']!.slice(0, 32)],
  ])('S-01 a signature that is %s is refused', async (_name, signature) => {
    const one = await world();
    await expectUnknown(one, await post(one.gateway.url, { [`x-${forge}-signature`]: signature }));
  });

  it('S-15 a body that was written anew is refused, and a push that nobody wants is left with 204', async () => {
    const one = await world();
    await expectUnknown(one, await post(one.gateway.url, signed[forge](strongSecret, body), JSON.stringify(gitea, null, 1)));
    const push = JSON.stringify({ ref: 'refs/heads/main', commits: [], repository: gitea.repository });
    expect((await post(one.gateway.url, signed[forge](strongSecret, push), push)).status).toBe(204);
  });
});

it('a signature of GitHub alone opens no route of Gitea', async () => {
  const world = await startWorld({ secrets: { one: strongSecret }, deposits: { run: false } }, [
    recipeOf('in', 'auth: { type: gitea, secrets: [one] }'),
  ]);
  const body = JSON.stringify(gitea);
  await expectUnknown(
    world,
    await client(world.gateway.url, undefined).post('in', body, { ...json, ...signed.github(strongSecret, body) }),
  );
});
