/** Prints `{ ms, cpuMs }`: what loading a file of a node's package takes where n8n-workflow is loaded already, as in n8n. */
import { createRequire } from 'node:module';
import path from 'node:path';

const [folder, file] = process.argv.slice(2);
const load = createRequire(path.join(folder, 'package.json'));
load('n8n-workflow');
const cpu = process.cpuUsage();
const began = performance.now();
load(file);
const ms = performance.now() - began;
const { user, system } = process.cpuUsage(cpu);
process.stdout.write(`${JSON.stringify({ ms, cpuMs: (user + system) / 1000 })}\n`);
