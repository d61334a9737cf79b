import { existsSync } from 'node:fs';
import { chromium } from 'playwright-core';
import { owner } from './rest.mjs';

const programs = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome', '/usr/bin/google-chrome-stable'];

/** Where the machine has Chromium; undefined when it has none. */
export const chromiumHere = () => programs.find((program) => existsSync(program));

const quiet = ['--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking', '--disable-component-update'];

/**
 * n8n's editor in a real browser, signed in.
 *
 * @param {string} origin
 * @param {'light' | 'dark'} colorScheme
 */
export async function openEditor(origin, colorScheme) {
  const browser = await chromium.launch({
    timeout: 60000,
    executablePath: chromiumHere(),
    args: ['--no-sandbox', '--disable-sync', ...quiet],
  });
  const page = await browser.newPage({ viewport: { width: 1440, height: 900 }, colorScheme });
  page.setDefaultTimeout(60_000);
  const foreign = new Set();
  await page.route(
    (url) => /^https?:$/.test(url.protocol) && url.origin !== origin,
    (route) => {
      foreign.add(new URL(route.request().url()).origin);
      return route.abort();
    },
  );
  await page.goto(`${origin}/signin`);
  await page.locator('input[type=email], input[name=emailOrLdapLoginId]').first().fill(owner.email);
  await page.locator('input[type=password]').fill(owner.password);
  await page.keyboard.press('Enter');
  await page.waitForURL(/home|workflow/);

  const canvas = async (path) => {
    await page.goto(`${origin}${path}`);
    await page.locator('[data-test-id="canvas-node"]').first().waitFor();
  };
  return {
    page,
    /** Hosts besides n8n that the editor asked for something. */
    foreign,
    canvas,

    /** Opens a node's form; answers the texts of its labels, and what can be chosen beside them. */
    async form(name) {
      await page.locator(`[data-test-id="canvas-node"][data-node-name="${name}"]`).dblclick({ force: true });
      const panel = page.locator('[data-test-id="ndv"], .ndv-wrapper, [data-test-id="ndv-modal"]').first();
      await page.locator('[data-test-id="parameter-item"], .parameter-item').first().waitFor();
      await page.waitForTimeout(1200);
      const labels = await page.locator('.parameter-item label, [data-test-id="parameter-item"] label').allTextContents();
      return {
        panel,
        labels: labels.map((label) => label.trim()).filter(Boolean),
        text: (await page.locator('body').allInnerTexts()).join('\n'),
      };
    },
    async leave() {
      await page.keyboard.press('Escape');
      await page.waitForTimeout(500);
    },
    close: () => browser.close(),
  };
}
