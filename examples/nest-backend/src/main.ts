import { settingsFrom } from './settings.ts';
import { startBackend } from './start.ts';

try {
  const settings = settingsFrom(process.env);
  const app = await startBackend(settings);
  process.stdout.write(settings.port === undefined ? 'Works.\n' : `Listens at ${await app.getUrl()}\n`);
} catch (error) {
  process.stderr.write(`The backend did not start: ${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
}
