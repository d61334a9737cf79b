import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client';

/** Read when somebody asks: how much waits where. */
export interface Standings {
  readonly jobs: Readonly<Record<string, number>>;
  readonly deliveries: Readonly<Record<string, number>>;
  readonly subscribersDisabled: number;
  /** The recipes were changed and cannot be used; those of before are at work. */
  readonly recipesAreBehind: boolean;
}

/**
 * What Prometheus reads. Labels are from fixed sets: no dataset, file, person, subscriber or address is in them, so that
 * neither secrets nor ever more series can be.
 */
export class Metrics {
  readonly #registry = new Registry();
  readonly #requests: Counter<'method' | 'status'>;
  readonly #requestSeconds: Histogram<'method'>;
  readonly #tries: Counter<'result'>;
  readonly #trySeconds: Histogram;
  readonly #steps: Counter<'step'>;
  readonly #jobs: Gauge<'state'>;
  readonly #deliveries: Gauge<'state'>;
  readonly #disabled: Gauge;
  readonly #recipesAreBehind: Gauge;

  constructor() {
    const registers = [this.#registry];
    collectDefaultMetrics({ register: this.#registry });
    this.#requests = new Counter({
      name: 'gateway_requests_total',
      help: 'Requests answered',
      labelNames: ['method', 'status'],
      registers,
    });
    this.#requestSeconds = new Histogram({
      name: 'gateway_request_seconds',
      help: 'From the first byte of a request to the last of its answer',
      labelNames: ['method'],
      buckets: [0.002, 0.005, 0.01, 0.025, 0.1, 0.5, 2, 10, 60, 600],
      registers,
    });
    this.#tries = new Counter({
      name: 'gateway_delivery_tries_total',
      help: 'Tries to deliver an event',
      labelNames: ['result'],
      registers,
    });
    this.#trySeconds = new Histogram({
      name: 'gateway_delivery_try_seconds',
      help: 'One try to deliver an event',
      buckets: [0.01, 0.05, 0.25, 1, 5, 30],
      registers,
    });
    this.#steps = new Counter({ name: 'gateway_deposit_steps_total', help: 'Steps of deposits', labelNames: ['step'], registers });
    this.#jobs = new Gauge({ name: 'gateway_jobs', help: 'Deposit jobs', labelNames: ['state'], registers });
    this.#deliveries = new Gauge({ name: 'gateway_deliveries', help: 'Events for subscribers', labelNames: ['state'], registers });
    this.#disabled = new Gauge({
      name: 'gateway_subscribers_disabled',
      help: 'Subscribers that get nothing until they are enabled',
      registers,
    });
    this.#recipesAreBehind = new Gauge({
      name: 'gateway_recipes_behind',
      help: '1 while the recipes in the folder cannot be used and those of before are at work',
      registers,
    });
  }

  answered(method: string, status: number, ms: number): void {
    const known = ['GET', 'HEAD', 'PUT', 'POST', 'PATCH', 'DELETE', 'OPTIONS'].includes(method) ? method : 'other';
    this.#requests.inc({ method: known, status: String(status) });
    this.#requestSeconds.observe({ method: known }, ms / 1000);
  }

  tried(result: string, ms: number): void {
    this.#tries.inc({ result });
    this.#trySeconds.observe(ms / 1000);
  }

  step(name: string): void {
    this.#steps.inc({ step: name });
  }

  /** In the text format of Prometheus. */
  async text({ jobs, deliveries, subscribersDisabled, recipesAreBehind }: Standings): Promise<string> {
    for (const [state, count] of Object.entries(jobs)) this.#jobs.set({ state }, count);
    for (const [state, count] of Object.entries(deliveries)) this.#deliveries.set({ state }, count);
    this.#disabled.set(subscribersDisabled);
    this.#recipesAreBehind.set(recipesAreBehind ? 1 : 0);
    return this.#registry.metrics();
  }
}
