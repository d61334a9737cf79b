import { mkdir, readFile, rm } from 'node:fs/promises';
import path from 'node:path';
import { stripVTControlCharacters } from 'node:util';
import { cache, run } from './workspace.mjs';

/**
 * Runs vitest so that a person can follow, and returns what it counted. A run that ends without a report is one failure.
 *
 * @param {string} name of the run, for its report's file
 * @param {readonly string[]} args of `vitest run`
 * @returns {Promise<{ passed: number, failed: number, skipped: number, failures: string[] }>}
 */
export async function vitest(name, args) {
  const report = path.join(cache, `vitest-${name}.json`);
  await mkdir(cache, { recursive: true });
  await rm(report, { force: true });
  const code = await run('vitest', ['run', ...args, '--reporter=default', '--reporter=json', `--outputFile.json=${report}`]);
  const found = await readFile(report, 'utf8').then(JSON.parse, () => undefined);
  if (!found) return { passed: 0, failed: 1, skipped: 0, failures: [`vitest (${name}) ended with ${code} and wrote no report`] };
  const failures = [];
  for (const file of found.testResults) {
    if (file.status === 'failed' && file.assertionResults.length === 0) failures.push(`${path.basename(file.name)}: ${file.message}`);
    for (const test of file.assertionResults) {
      if (test.status === 'failed') failures.push(`${path.basename(file.name)}: ${test.fullName}${because(test)}`);
    }
  }
  const failed = Math.max(found.numFailedTests, failures.length, code === 0 ? 0 : 1);
  if (failed > 0 && failures.length === 0) failures.push(`vitest (${name}) ended with ${code} although each test passed`);
  return { passed: found.numPassedTests, failed, skipped: found.numPendingTests + found.numTodoTests, failures };
}

/** The first line of what a test failed with: the list of failures is often all that a reader of a log gets to see. */
function because({ failureMessages: [message = ''] = [] }) {
  const line = stripVTControlCharacters(message).split('\n', 1)[0].trim();
  return line ? ` (${line.slice(0, 300)})` : '';
}
