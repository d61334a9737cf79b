/** Prints `{ ms, cpuMs }`: what importing the Nest module takes where Nest itself is loaded already. */
import '@nestjs/core';

const cpu = process.cpuUsage();
const began = performance.now();
await import('@zenodo-connect/nestjs');
const ms = performance.now() - began;
const { user, system } = process.cpuUsage(cpu);
process.stdout.write(`${JSON.stringify({ ms, cpuMs: (user + system) / 1000 })}\n`);
