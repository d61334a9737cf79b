import { startGateway } from '../../packages/webhook-gateway/dist/index.js';

/** A token for the route `xrd`, made by a gateway that only lives for it; the database has its tables afterwards. */
export async function addToken(config, postgres) {
  const store = postgres ? { postgres } : undefined;
  const gateway = await startGateway({ ...config, ...(store && { store }), deposits: { ...config.deposits, run: false } });
  try {
    return await gateway.addToken('xrd');
  } finally {
    await gateway.close();
  }
}
