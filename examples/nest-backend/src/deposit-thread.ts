/** The thread that deposits, so that uploads and answers of Zenodo never keep a request waiting. */
import { runDeposits } from '@zenodo-connect/nestjs/thread';
import { settingsFrom } from './settings.ts';

await runDeposits(() => ({ zenodo: settingsFrom(process.env).zenodo }));
