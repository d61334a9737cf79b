import { newWebhookKeys } from '@zenodo-connect/core/webhooks';
import { newSecret } from '../config/secret.ts';
import { ConfigError } from '../config/settings.ts';
import { Outbox } from '../tables/outbox.ts';
import { Subscribers } from '../tables/subscribers.ts';
import { audited } from './audited.ts';
import { table } from './table.ts';
import { withStore } from './with-store.ts';

export async function listSubscribers(configFile: string): Promise<void> {
  const rows = await withStore(configFile, async (store) => {
    const outbox = new Outbox(store);
    const states = await new Subscribers(store).list();
    return Promise.all(
      states.map(async ({ name, disabledAt, lastResult }) => [
        name,
        disabledAt ? `disabled ${disabledAt.toISOString()}` : 'enabled',
        String(await outbox.count(name, 'pending')),
        String(await outbox.count(name, 'given_up')),
        lastResult ?? 'not asked yet',
      ]),
    );
  });
  process.stdout.write(table([['NAME', 'STATE', 'WAITING', 'GIVEN UP', 'LAST TRY'], ...rows]));
}

export async function enableSubscriber(configFile: string, name: string): Promise<void> {
  const enabled = await withStore(configFile, (store) =>
    audited(store, { action: 'subscription.enable', subject: name }, () => new Subscribers(store).enable(name)),
  );
  if (!enabled) throw new ConfigError(`There is no subscriber "${name}"; \`zenodo-gateway subscriber list\` shows them.`);
  process.stdout.write(`${name} is enabled; what waits for it is sent now.\n`);
}

/** For one whose secrets no key opens any more; the API takes away others while the gateway runs. */
export async function forgetSubscriber(configFile: string, name: string): Promise<void> {
  const known = await withStore(configFile, async (store) => {
    const subscribers = new Subscribers(store);
    if (!(await subscribers.stored()).some((one) => one.name === name)) return false;
    const away = [subscribers.remove(name), new Outbox(store).forgetSubscriber(name)];
    await audited(store, { action: 'subscription.remove', subject: name }, () => store.write(away));
    return true;
  });
  if (!known)
    throw new ConfigError(
      `The API made no subscriber "${name}"; \`zenodo-gateway subscriber list\` shows them, and the configuration names others.`,
    );
  process.stdout.write(`${name} is no subscriber any more, and what waited for it is gone.\n`);
}

/** Prints the secret alone, so that it can go into a file. */
export function makeSecret(): void {
  process.stdout.write(`${newSecret()}\n`);
}

/** The first goes into the gateway's secret file, the second to the subscriber. */
export function makeKeys(): void {
  const { signing, verifying } = newWebhookKeys();
  process.stdout.write(`${signing}\n${verifying}\n`);
}
