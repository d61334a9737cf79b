import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import axe from 'axe-core';
import { chromium } from 'playwright-core';
import { expect, it, onTestFinished } from 'vitest';
import { Entrance } from '../src/people/entrance.ts';
import { apiOf } from './_util/api.ts';
import { client } from './_util/client.ts';
import { recipe, startWorld, type World } from './_util/gateway.ts';
import { startSubscriber, until } from './_util/subscriber.ts';

const browserPath = ((): string | undefined => {
  for (const name of ['chromium', 'chromium-browser', 'google-chrome']) {
    try {
      return execFileSync('which', [name], { encoding: 'utf8' }).trim();
    } catch {
      // The next one.
    }
  }
  return undefined;
})();
if (!browserPath) process.stdout.write('Skipped: the pages in a real Chromium, since there is none on the PATH.\n');

const shots = process.env['GATEWAY_SHOTS'];
const approval = recipe.replace('route: xrd', 'route: careful').replace(/publish:.*/, 'publish: { mode: approval }');

interface Finding {
  readonly id: string;
  readonly impact: string;
  readonly nodes: readonly { readonly html: string }[];
}

/** One of everything that a page can show. */
async function fullWorld(): Promise<{ world: World; published: string; failed: string; left: string; letters: readonly string[] }> {
  const good = await startSubscriber();
  const bad = await startSubscriber((response) => response.writeHead(500).end('no'));
  const world = await startWorld(
    {
      subscribers: [
        { ...good.config, name: 'n8n', events: ['deposit.*'] },
        { ...bad.config, name: 'broken', events: ['deposit.received'] },
      ],
      deliveries: { delaysMs: [10], pollMs: 20, breakAfter: 2, restsMs: [600_000] },
    },
    [recipe, approval],
  );
  const careful = client(world.gateway.url, await world.gateway.addToken('careful'));
  const published = String((await world.send.put('xrd/S-2291/scan42.xy', Buffer.alloc(72_667))).json['id']);
  await world.send.untilState(published, 'findable');
  const waiting = String((await careful.put('careful/A-17/profile-of-a-rather-long-name_2026-11-25.xy', 'x')).json['id']);
  await careful.untilState(waiting, 'left');
  world.zenodo.faults.answer({ method: 'POST', path: '/api/records', times: 1 }, { status: 403, body: { status: 403, message: 'No.' } });
  const failed = String((await world.send.put('xrd/S-2292/scan43.xy', 'y')).json['id']);
  await world.send.untilState(failed, 'failed');
  return { world, published, failed, left: waiting, letters: await lettersOf(world, bad.config.url) };
}

/** The pages of two events that were given up: at a subscriber of the configuration, and at one that the API made. */
async function lettersOf(world: World, url: string): Promise<readonly string[]> {
  const { call } = await apiOf(world, 'admin');
  const header = { name: 'X-Lab-Key', value: 'Bearer 0123456789abcdefg' };
  await call('POST', '/subscriptions', { name: 'lab', url, allow_private: true, header, events: ['gateway.test'] });
  await call('POST', '/subscriptions/lab/test');
  const paths = async (subscriber: string): Promise<readonly string[]> =>
    ((await call('GET', `/dead-letters?subscriber=${subscriber}`)).json['deliveries'] as unknown as { event: string }[]).map(
      ({ event }) => `/dead-letters/${event}/${subscriber}`,
    );
  await until(async () => (await paths('broken')).length > 0 && (await paths('lab')).length > 0, 'they are given up');
  return [(await paths('broken'))[0]!, (await paths('lab'))[0]!];
}

async function browserOf(): Promise<Awaited<ReturnType<typeof chromium.launch>>> {
  const browser = await chromium.launch({ executablePath: browserPath!, args: ['--no-sandbox'] });
  onTestFinished(() => browser.close());
  return browser;
}

it.skipIf(!browserPath)(
  'no page has a serious finding of axe, on a desktop and on a phone, in light and dark',
  { timeout: 180_000 },
  async () => {
    const { world, published, failed, left, letters } = await fullWorld();
    const link = await world.gateway.app.get(Entrance).invitation(['admin']);
    const browser = await browserOf();
    for (const [size, viewport, colorScheme] of [
      ['desktop', { width: 1280, height: 900 }, 'light'],
      ['phone', { width: 390, height: 844 }, 'dark'],
    ] as const) {
      const context = await browser.newContext({ viewport, colorScheme, bypassCSP: true });
      const page = await context.newPage();
      const faults: string[] = [];
      page.on('pageerror', (error) => faults.push(error.message));
      page.on('dialog', (dialog) => faults.push(`dialog: ${dialog.message()}`));
      await page.goto(size === 'desktop' ? link : `${world.gateway.url}/sign-in`);
      await page.getByLabel(/^Name/).fill('ada');
      await page.getByLabel(/^Password/).fill('correct horse battery');
      await page.keyboard.press('Enter');
      await page.waitForURL(`${world.gateway.url}/`);
      const paths = [
        '/',
        '/files',
        '/dead-letters',
        '/approvals',
        '/subscribers',
        '/audit',
        '/subscribers/broken',
        '/dead-letters?route=xrd&subscriber=broken&deposits-after=x&events-after=99999',
        '/subscribers/broken?tries=failed&tries-after=99999',
        `/deposits/${published}`,
        `/deposits/${failed}`,
        `/deposits/${left}`,
        ...letters,
        '/dead-letters?subscriber=lab',
        '/deposits/nope',
        '/sign-in',
      ];
      for (const path of paths) {
        await page.goto(world.gateway.url + path);
        await page.addScriptTag({ content: axe.source });
        const found = (await page.evaluate('axe.run()')) as { readonly violations: readonly Finding[] };
        const told = found.violations.map(({ id, impact, nodes }) => `${size} ${path}: ${impact} ${id} ${nodes[0]?.html.slice(0, 120)}`);
        expect(told.filter((one) => /: (serious|critical) /.test(one))).toEqual([]);
        const overflow = await page.evaluate('document.documentElement.scrollWidth - document.documentElement.clientWidth');
        expect(overflow, `${size} ${path} is wider than the window`).toBeLessThanOrEqual(0);
        if (shots)
          await page.screenshot({
            path: join(
              shots,
              `${size}${path
                .replace(/evt_[0-9a-f]+/, 'event')
                .replace(/[0-9a-f]{32}/, (id) => (id === failed ? 'failed' : id === left ? 'left' : 'published'))
                .replaceAll('/', '-')}.png`,
            ),
            fullPage: true,
          });
      }
      expect(faults).toEqual([]);
      await context.close();
    }
  },
);

it.skipIf(!browserPath)(
  'a deposit is watched as it goes on, under the strict policy, and retried by keyboard alone',
  { timeout: 120_000 },
  async () => {
    const { world, failed } = await fullWorld();
    const browser = await browserOf();
    const page = await (await browser.newContext()).newPage();
    const refused: string[] = [];
    page.on('console', (message) => void (/Content Security Policy|TrustedHTML/.test(message.text()) && refused.push(message.text())));
    await page.goto(await world.gateway.app.get(Entrance).invitation(['admin']));
    await page.getByLabel(/^Name/).fill('ada');
    await page.getByLabel(/^Password/).fill('correct horse battery');
    await page.keyboard.press('Enter');
    await page.waitForURL(`${world.gateway.url}/`);
    await page.goto(`${world.gateway.url}/deposits/${failed}`);
    // What the form holds is what it would save.
    expect(JSON.parse(await page.getByLabel(/^As JSON/).inputValue())).toMatchObject({ title: 'Powder diffraction of S-2292' });
    await page.getByRole('button', { name: 'Try again now' }).focus();
    await page.keyboard.press('Enter');
    await page.getByText('Published.').waitFor({ timeout: 30_000 });
    await until(async () => (await world.send.job(failed))['status'] === 'findable', 'it is findable');
    expect(refused).toEqual([]);
  },
);
