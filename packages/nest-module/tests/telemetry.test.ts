import { ConsoleLogger, Injectable, type LoggerService, type ModuleMetadata } from '@nestjs/common';
import { HealthCheckService, TerminusModule } from '@nestjs/terminus';
import { Test } from '@nestjs/testing';
import { trace } from '@opentelemetry/api';
import { Registry } from 'prom-client';
import { expect, it, onTestFinished } from 'vitest';
import { DepositsService, OnDeposit, OnZenodoEvent, type Store, ZENODO_STORE, ZenodoAccounts, ZenodoHealth } from '../src/index.ts';
import { ZenodoTracingModule } from '../src/opentelemetry/index.ts';
import { ZenodoMetricsModule } from '../src/prometheus/index.ts';
import { redact } from '../src/telemetry/redact.ts';
import { depositsOf, eventsOf, ZenodoTestingModule, type ZenodoTestOptions, zenodoOf } from '../src/testing/index.ts';
import { depositOf } from './_util/deposit.ts';
import { tempFolder } from './_util/temp-folder.ts';
import { keptSpans } from './_util/traces.ts';

async function testing(
  more: ModuleMetadata = {},
  options: ZenodoTestOptions = {},
  logger: LoggerService = new ConsoleLogger({ logLevels: [] }),
) {
  const imports = [ZenodoTestingModule.forRoot(options), ...(more.imports ?? [])];
  const module = await Test.createTestingModule({ ...more, imports })
    .setLogger(logger)
    .compile();
  await module.init();
  onTestFinished(() => module.close());
  return {
    module,
    deposits: module.get(DepositsService),
    health: module.get(ZenodoHealth),
    zenodo: zenodoOf(module),
    folder: await tempFolder(),
  };
}

it('terminus shows that all is well', async () => {
  const { module, health } = await testing({ imports: [TerminusModule] });
  const checks = [() => health.store(), () => health.zenodo(), () => health.deposits(), () => health.events()];
  const result = await module.get(HealthCheckService).check(checks);
  expect(result.status).toBe('ok');
  expect(Object.keys(result.details)).toEqual(['zenodo-store', 'zenodo', 'zenodo-deposits', 'zenodo-events']);
});

it('a token that is refused and a paused account are told in a sentence', async () => {
  const { deposits, health, zenodo, module, folder } = await testing();
  zenodo.standIn.block('owner');
  await deposits.add(await depositOf(folder, 'a'));
  await depositsOf(module).drain();
  expect(await health.zenodo()).toEqual({ zenodo: { status: 'down', message: expect.stringContaining('refuses the token') } });
  expect(await health.deposits()).toEqual({
    'zenodo-deposits': { status: 'down', message: expect.stringMatching(/^The account "default" is paused: Zenodo refuses the token/) },
  });
});

it('Zenodo is asked once in half a minute, however often its health is', async () => {
  const { health, zenodo } = await testing();
  const before = zenodo.standIn.calls.length;
  for (let times = 0; times < 5; times++) await health.zenodo();
  expect(zenodo.standIn.calls.length - before).toBe(1);
  zenodo.advance(31_000);
  await zenodo.standIn.close();
  expect(await health.zenodo()).toMatchObject({ zenodo: { status: 'down' } });
});

it('deposits that nobody works on are told', async () => {
  const { deposits, health, zenodo, folder } = await testing({}, { deposits: { run: false } });
  await deposits.add(await depositOf(folder, 'a'));
  expect(await health.deposits()).toMatchObject({ 'zenodo-deposits': { status: 'up', counts: { queued: 1 } } });
  zenodo.advance(20 * 60_000);
  expect(await health.deposits()).toMatchObject({
    'zenodo-deposits': { status: 'down', message: expect.stringContaining('due since 20 minutes') },
  });
});

it('a database that is away is down', async () => {
  const { health, module } = await testing();
  await module.get<Store>(ZENODO_STORE).close();
  expect(await health.store()).toMatchObject({ 'zenodo-store': { status: 'down' } });
});

it('metrics count calls, deposits, bytes and handlers', async () => {
  @Injectable()
  class Listener {
    @OnZenodoEvent('record.published')
    heard(): void {}
  }
  const registry = new Registry();
  const imports = [ZenodoMetricsModule.register({ registry })];
  const { deposits, module, folder } = await testing({ imports, providers: [Listener] }, { accounts: ['library'] });
  await deposits.add(await depositOf(folder, 'a', { content: '12345' }));
  await deposits.add(await depositOf(folder, 'b', { account: 'library', finish: 'leave' }));
  await depositsOf(module).drain();
  await eventsOf(module).drain();
  const text = await registry.metrics();
  expect(text).toContain('zenodo_deposits{state="findable"} 1');
  expect(text).toContain('zenodo_deposits{state="left"} 1');
  expect(text).toContain('zenodo_deposit_outcomes_total{account="default",state="published"} 1');
  expect(text).toContain('zenodo_deposited_bytes_total{account="default"} 5');
  expect(text).toMatch(/zenodo_calls_total\{account="library",method="POST",status="201"\} \d/);
  expect(text).toContain('zenodo_events_handled_total{type="record.published",outcome="done"} 1');
  expect(text).toContain('zenodo_deposit_duration_seconds_count 1');
  expect(text).toContain('zenodo_accounts_paused 0');
  await module.close();
  expect(await registry.metrics()).toBe('\n');
});

it('one trace goes from add to the DOI', async () => {
  const exporter = keptSpans();
  const { deposits, module, folder } = await testing({ imports: [ZenodoTracingModule.register()] });
  const request = trace.getTracer('test').startSpan('POST /scans');
  const { context } = await import('@opentelemetry/api');
  const deposit = await depositOf(folder, 'a');
  await context.with(trace.setSpan(context.active(), request), () => deposits.add(deposit));
  request.end();
  await depositsOf(module).drain();
  const { traceId } = request.spanContext();
  const spans = exporter.getFinishedSpans().filter((span) => span.spanContext().traceId === traceId);
  const named = (name: string) => spans.filter((span) => span.name === name);
  expect(named('zenodo.deposit.add')).toHaveLength(1);
  const [run] = named('zenodo.deposit.run');
  expect(run?.attributes).toMatchObject({
    'zenodo.job.key': 'a',
    'zenodo.attempt': 1,
    'zenodo.state': 'published',
    'zenodo.doi': expect.stringMatching(/^10\./),
  });
  expect(run?.events.map(({ name }) => name)).toContain('published');
  const calls = spans.filter(({ parentSpanContext }) => parentSpanContext?.spanId === run?.spanContext().spanId);
  expect(calls.map(({ attributes }) => attributes['http.request.method'])).toContain('PUT');
  expect(named('zenodo.doi.look')[0]?.attributes).toMatchObject({ 'zenodo.state': 'findable' });
  expect(JSON.stringify(spans.map(({ attributes }) => attributes))).not.toContain(zenodoOf(module).standIn.tokens.owner);
});

it('without an SDK a deposit is traced by nobody, and done', async () => {
  const { deposits, module, folder } = await testing({ imports: [ZenodoTracingModule.register()] });
  const { id } = await deposits.add(await depositOf(folder, 'a'));
  await depositsOf(module).drain();
  expect(await deposits.get(id)).toMatchObject({ state: 'findable' });
});

it('no line of the log holds a token, also when a handler puts one into its error', async () => {
  const lines: string[] = [];
  const note = (...parts: unknown[]) => void lines.push(parts.map(String).join(' '));
  const logger: LoggerService = { log: note, error: note, warn: note, debug: note };
  let token = '';
  @Injectable()
  class Careless {
    @OnDeposit('published')
    published(): void {
      throw new Error(`could not send ${token} to https://me:pass@catalogue.example/?token=abcdef0123`);
    }
  }
  const { deposits, module, zenodo, folder } = await testing({ providers: [Careless] }, { deposits: { giveUpAfterMs: 60_000 } }, logger);
  token = zenodo.standIn.tokens.owner;
  await deposits.add(await depositOf(folder, 'a'));
  await depositsOf(module).drain();
  const all = lines.join('\n');
  expect(all).toContain('could not send [token] to https://[secret]@catalogue.example/?token=[secret]');
  expect(all).not.toContain(token);
  expect(module.get(ZenodoAccounts).names).toEqual(['default']);
});

it.each([
  ['Authorization: Bearer abc.def-123', 'Authorization: Bearer [secret]'],
  ['postgres://user:pw@db:5432/zenodo', 'postgres://[secret]@db:5432/zenodo'],
  ['GET /file?sig=abc%2B&x=1', 'GET /file?sig=[secret]&x=1'],
  ['{"access_token":"abc","id":1}', '{"access_token":"[secret]","id":1}'],
  ['whsec_MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3', '[secret]'],
  ['The token is empty.', 'The token is empty.'],
])('what opens something is cut out of a line: %s', (line, clean) => {
  expect(redact(line)).toBe(clean);
});
