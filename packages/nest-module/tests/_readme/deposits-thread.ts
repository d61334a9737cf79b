import { runDeposits } from '@zenodo-connect/nestjs/thread';

await runDeposits(() => ({
  zenodo: { token: process.env['ZENODO_TOKEN'] ?? '', baseUrl: process.env['ZENODO_URL'] ?? 'https://sandbox.zenodo.org' },
}));
