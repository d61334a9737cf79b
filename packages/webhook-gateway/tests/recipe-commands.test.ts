import { spawn } from 'node:child_process';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { startStandIn } from '@zenodo-connect/stand-in';
import { describe, expect, it, onTestFinished } from 'vitest';
import { parse } from 'yaml';
import { client } from './_util/client.ts';
import { runCommand, startCommand } from './_util/command.ts';
import { draftRecipe, recipe, startWorld } from './_util/gateway.ts';
import { until } from './_util/subscriber.ts';
import { tempFolder } from './_util/temp-folder.ts';

const example = `examples:
  - { name: a scan, dataset: S-1, file: a.xy, expect: { metadata.title: Powder diffraction of S-1 } }
`;

async function configured(zenodoUrl = 'http://127.0.0.1:9', recipes = [recipe + example, draftRecipe]): Promise<string> {
  const folder = await tempFolder();
  await mkdir(join(folder, 'routes'));
  for (const [place, text] of recipes.entries()) await writeFile(join(folder, 'routes', `r${place}.yaml`), text);
  const config = join(folder, 'gateway.yaml');
  const text = `folder: data\nlisten: { port: 0 }\nzenodo: { url: "${zenodoUrl}", datacite_url: "${zenodoUrl}" }\nroutes: routes\n`;
  await writeFile(config, text);
  return config;
}

describe('explain', () => {
  it('says what each recipe makes of a file, or why it does not take it', async () => {
    const config = await configured(undefined, [recipe, draftRecipe.replace('[.xy, .raw]', '[.csv]')]);
    const { code, stdout } = await runCommand(['explain', '--file', 'a.xy', '--dataset', 'S-9', '--config', config]);
    expect(code).toBe(0);
    expect(stdout).toContain('xrd: takes it, and makes of it:\n  dataset: S-9\n  metadata:\n');
    expect(stdout).toContain('drafts: does not take it: file.name is "a.xy", and the recipe takes $endsWith [".csv"].\n');
  });

  it('says how much of the publications of a day is left, also beside a gateway that runs', async () => {
    const { send, folder, zenodo } = await startWorld({}, [recipe.replace('mode: auto,', 'mode: auto, per_day: 1000,')]);
    const id = String((await send.put('xrd/S-1/a.xy', 'x')).json['id']);
    await send.untilState(id, 'findable');
    const config = join(folder, 'gateway.yaml');
    await writeFile(config, `folder: data\nlisten: { port: 0 }\nzenodo: { url: "${zenodo.url}" }\nroutes: routes\n`);
    const ofFile = await runCommand(['explain', '--file', 'a.xy', '--dataset', 'S-9', '--config', config]);
    const ofJob = await runCommand(['explain', id, '--config', config]);
    // A thousand are left when the day has ended in between.
    expect(ofFile.stdout).toMatch(/xrd: (999|1000) of the 1000 publications of today \(UTC\) are left; 0 wait for another day\.\n/);
    expect(parse(ofJob.stdout)).toMatchObject({ per_day: { of: 1000, waiting: 0 } });
  });

  it('says which field stops a file, and what to send', async () => {
    const wanting = recipe.replace('of {{ dataset }}', 'by {{ meta.operator }}');
    const config = await configured(undefined, [wanting]);
    const { stdout } = await runCommand(['explain', '--file', 'a.xy', '--dataset', 'S-9', '--config', config]);
    expect(stdout).toMatch(/^xrd: takes it, and stops: .*metadata\.title meta\.operator was not sent\. Send the header X-Meta-operator/);
    const sent = await runCommand(['explain', '--file', 'a.xy', '--dataset', 'S-9', '--meta', 'operator=MC', '--config', config]);
    expect(sent.stdout).toContain('title: Powder diffraction by MC');
  });

  it('tells what became of a job', async () => {
    const zenodo = await startStandIn({ port: 0 });
    onTestFinished(() => zenodo.close());
    const config = await configured(zenodo.url);
    const env = { ZENODO_TOKEN: zenodo.tokens.owner };
    const gateway = await startCommand(config, env);
    const send = client(gateway.url, (await runCommand(['token', 'add', 'drafts', '--config', config])).stdout.trim());
    const id = String((await send.put('drafts/S-1/a.xy', 'x')).json['id']);
    await send.untilState(id, 'left');
    const { stdout } = await runCommand(['explain', id, '--config', config]);
    expect(parse(stdout)).toMatchObject({
      job: id,
      route: 'drafts',
      dataset: 'S-1',
      state: 'left',
      last_step: 'left',
      files: [{ name: 'a.xy' }],
    });
  });

  it('tells what the description among its files says and the record will not have', async () => {
    const described = draftRecipe.replace(/match:\n.*\n/, 'defaults_from: zenodo-json\n');
    const config = await configured(undefined, [described]);
    const gateway = await startCommand(config, { ZENODO_TOKEN: 'unused' });
    const send = client(gateway.url, (await runCommand(['token', 'add', 'drafts', '--config', config])).stdout.trim());
    const part =
      '--b\r\nContent-Disposition: form-data; name="file"; filename=".zenodo.json"\r\n\r\n{"title":"x","colour":"blue"}\r\n--b--\r\n';
    const answer = await send.post('drafts', part, { 'content-type': 'multipart/form-data; boundary=b', 'x-dataset': 'S-1' });
    expect(answer.text).toContain('queued');
    const { stdout } = await runCommand(['explain', String(answer.json['id']), '--config', config]);
    expect(parse(stdout)).toMatchObject({ left_out: ['"colour" is no field of Zenodo, and is left out.'] });
  });

  it.each([[[]], [['1', '--file', 'a.xy']], [['--file', 'a.xy', '--meta', 'nothing']], [['f'.repeat(32)]]])(
    '%j is one sentence',
    async (words) => {
      const { code, stderr } = await runCommand(['explain', ...words, '--config', await configured()]);
      expect([code, stderr.split('\n').length]).toEqual([1, 2]);
    },
  );
});

describe('schema', () => {
  it('knows the keys of a recipe, and refuses others', async () => {
    const schema = JSON.parse((await runCommand(['schema'])).stdout) as {
      properties: Record<string, Record<string, unknown>>;
      [key: string]: unknown;
    };
    expect(schema).toMatchObject({
      type: 'object',
      additionalProperties: false,
      required: expect.arrayContaining(['version', 'route', 'metadata']),
    });
    const shipped = parse(await readFile(new URL('../examples/routes/xrd.yaml', import.meta.url), 'utf8')) as object;
    for (const key of Object.keys(shipped)) expect(schema.properties).toHaveProperty(key);
    expect(schema.properties['metadata']).toMatchObject({ additionalProperties: false, properties: { creators: {} } });
  });
});

describe('doctor', () => {
  it('finds nothing that hinders a gateway that is in order', async () => {
    const zenodo = await startStandIn({ port: 0 });
    onTestFinished(() => zenodo.close());
    const config = await configured(zenodo.url, [recipe + example]);
    const { code, stdout } = await runCommand(['doctor', '--config', config], { ZENODO_TOKEN: zenodo.tokens.owner });
    expect(stdout).not.toMatch(/^FAIL/m);
    for (const what of ['node', 'configuration', 'recipes', 'deposits', 'Zenodo', 'clock', 'DataCite'])
      expect(stdout).toMatch(new RegExp(`^(ok|warn) +${what}: `, 'm'));
    expect(code).toBe(0);
  });

  it('says that a token is not taken, and ends with 1; the token is nowhere in what it says', async () => {
    const zenodo = await startStandIn({ port: 0 });
    onTestFinished(() => zenodo.close());
    const { code, stdout, stderr } = await runCommand(['doctor', '--config', await configured(zenodo.url)], {
      ZENODO_TOKEN: 'planted-secret-token',
    });
    expect(stdout).toMatch(/^FAIL {2}Zenodo: .*does not take the token; make a new one there$/m);
    expect(stdout).toMatch(/(One thing has|\d things have) to be mended\.\n$/);
    expect(stdout + stderr).not.toContain('planted-secret-token');
    expect(code).toBe(1);
  });

  it('goes on after what it cannot see: a Zenodo that is away, a recipe that is broken', async () => {
    const config = await configured('http://127.0.0.1:9', [recipe.replace('title:', 'titel:')]);
    const { stdout } = await runCommand(['doctor', '--config', config], { ZENODO_TOKEN: 't' });
    expect(stdout).toMatch(/^FAIL {2}recipes: .*"titel" is not a key here/m);
    expect(stdout).toMatch(/^FAIL {2}Zenodo: .*cannot be used now/m);
    expect(stdout).toMatch(/^ok {4}deposits: none yet/m);
  });

  it('says what is wrong with a configuration, in the words of start', async () => {
    const { code, stdout } = await runCommand(['doctor', '--config', await configured()]);
    expect(stdout).toMatch(/^FAIL {2}configuration: A secret is missing: set ZENODO_TOKEN/m);
    expect(code).toBe(1);
  });
});

it('dev shows what becomes of a file, runs examples again when a recipe is saved, and asks Zenodo nothing', async () => {
  const zenodo = await startStandIn({ port: 0 });
  onTestFinished(() => zenodo.close());
  const config = await configured(zenodo.url, [recipe + example]);
  const bin = fileURLToPath(new URL('../dist/bin.js', import.meta.url));
  const child = spawn(process.execPath, [bin, 'dev', '--config', config], {
    env: { PATH: process.env['PATH'] },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const gone = new Promise((resolve) => child.once('close', resolve));
  onTestFinished(async () => {
    child.kill('SIGKILL');
    await gone;
  });
  let said = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    said += text;
  });
  await until(() => said.includes('Ctrl-C ends it.'), 'it listens');
  expect(said).toContain('1 of 1 examples hold.');
  const [, token, url] = /Bearer (\S+)" (\S+?)\/in\/xrd/.exec(said)!;
  expect((await client(url!, token).put('xrd/S-1/b.xy', 'x')).status).toBe(202);
  await until(() => said.includes('title: Powder diffraction of S-1'), 'the metadata is shown');
  await writeFile(join(dirname(config), 'routes', 'r0.yaml'), (recipe + example).replace('title: "Powder', 'title: "Silicon powder'));
  await until(() => said.includes('0 of 1 examples hold.'), 'the example is run again');
  await writeFile(join(dirname(config), 'routes', 'r0.yaml'), 'version: 2');
  await until(() => said.includes('those of before stay at work'), 'the broken recipe is told of');
  child.kill('SIGTERM');
  expect(await gone).toBe(0);
  expect(zenodo.calls).toEqual([]);
});

describe('lint --online', () => {
  const named = (recipeText: string) =>
    recipeText.replace('metadata:\n', 'metadata:\n  rights: [{ id: cc-by-4.0 }]\n  languages: [{ id: eng }]\n');

  async function lint(recipes: readonly string[]) {
    const zenodo = await startStandIn({ port: 0 });
    onTestFinished(() => zenodo.close());
    const config = await configured(zenodo.url, [...recipes]);
    return runCommand(['lint', '--online', '--config', config], { ZENODO_TOKEN: zenodo.tokens.owner });
  }

  it('is content with ids that Zenodo has', async () => {
    const { code, stdout } = await lint([named(recipe)]);
    expect([code, stdout]).toEqual([0, expect.stringContaining('are in order')]);
  });

  it('says which id Zenodo does not have, in which line, and what may be meant', async () => {
    const { code, stdout } = await lint([named(recipe).replace('cc-by-4.0', 'cc-by-4').replace('id: eng', 'id: english')]);
    expect(code).toBe(1);
    expect(stdout).toMatch(/r0\.yaml:\d+:\d+: Zenodo's list licenses has no "cc-by-4"; perhaps "cc-by-/);
    expect(stdout).toContain('Zenodo\'s list languages has no "english"');
  });

  it('looks at what the examples make, and at communities', async () => {
    const made = recipe.replace('resource_type: { id: dataset }', 'resource_type: { id: "{{ meta.kind }}" }');
    const examples =
      'community: { slug: nowhere }\nexamples:\n  - { name: a, dataset: S-1, file: a.xy, meta: { kind: datset }, expect: {} }\n';
    const { code, stdout } = await lint([made + examples]);
    expect(code).toBe(1);
    expect(stdout).toContain('Zenodo\'s list resourcetypes has no "datset"');
    expect(stdout).toContain('has no community "nowhere"');
  });
});
