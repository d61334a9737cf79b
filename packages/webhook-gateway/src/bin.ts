#!/usr/bin/env node
import { nodeProblem } from './cli/node-version.ts';
import { keepMemorySmall } from './cli/v8-memory.ts';

const problem = nodeProblem(process.versions.node);
if (problem === undefined) {
  keepMemorySmall();
  const { runCommand } = await import('./cli/command.ts');
  await runCommand(process.argv);
} else {
  process.stderr.write(`zenodo-gateway: ${problem}\n`);
  process.exitCode = 1;
}
