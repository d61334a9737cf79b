/** A stand-in for Zenodo in a process of its own; prints `{ url, token }`. */
import { startStandIn } from '@zenodo-connect/stand-in';

const zenodo = await startStandIn({ port: 0 });
process.stdout.write(`${JSON.stringify({ url: zenodo.url, token: zenodo.tokens.owner })}\n`);
process.on('SIGTERM', () => void zenodo.close().then(() => process.exit(0)));
