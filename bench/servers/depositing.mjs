/**
 * A gateway that has one large file many times to deposit at ZENODO, from its thread as it is, or from the thread that answers
 * requests, which is what the other is measured against; or nothing to deposit.
 *
 *     node bench/servers/depositing.mjs FOLDER ROUTES ZENODO thread|here|idle FILE DEPOSITS      prints { "url", "token" }
 */
import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import path from 'node:path';
import { startGateway } from '@zenodo-connect/gateway';
import { createSqliteStore, DepositsService } from '@zenodo-connect/nestjs';
import { request } from 'undici';
import { gatewayUntilTold } from '../lib/gateway-until-told.mjs';

const [folder, routes, zenodoUrl, how, file, deposits] = process.argv.slice(2);
const store = await createSqliteStore({ path: path.join(folder, 'gateway.db') });
// Without `share` no other thread can use it.
const given = how === 'thread' ? store : Object.assign(Object.create(store), { share: undefined });
for (const name of ['write', 'query', 'claim', 'migrate', 'close']) if (given !== store) given[name] = store[name].bind(store);

const gateway = await startGateway({
  folder,
  listen: { port: 0 },
  zenodo: { url: zenodoUrl, token: 'unused-by-this-zenodo' },
  routes,
  deposits: { run: how !== 'idle' },
  store: given,
});
const token = await gateway.addToken('xrd');

async function queueLarge() {
  const { size } = await stat(file);
  const answer = await request(`${gateway.url}/in/xrd/large-0/scan.xy`, {
    method: 'PUT',
    headers: { authorization: `Bearer ${token}`, 'content-length': String(size) },
    body: createReadStream(file),
  });
  const { id } = await answer.body.json();
  const service = gateway.app.get(DepositsService);
  const { files, metadata, meta, finish } = await service.get(id);
  for (let n = 1; n < Number(deposits); n += 1) await service.add({ key: `large-${n}`, files, metadata, meta, finish });
}

if (how !== 'idle') await queueLarge();
gatewayUntilTold({ gateway, store, token });
