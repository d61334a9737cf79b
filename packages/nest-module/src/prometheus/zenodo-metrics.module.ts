import { type DynamicModule, Module } from '@nestjs/common';
import type { Registry } from 'prom-client';
import { METRICS_OPTIONS, ZenodoMetrics } from './zenodo-metrics.ts';

export interface ZenodoMetricsOptions {
  /** Default: prom-client's own, which `register.metrics()` prints. */
  readonly registry?: Registry;
  /** Default `zenodo_`. */
  readonly prefix?: string;
}

/** Metrics of the module for Prometheus, in the registry of `prom-client`. Import it beside `ZenodoModule`. */
@Module({})
// biome-ignore lint/complexity/noStaticOnlyClass: a module of Nest is a class.
export class ZenodoMetricsModule {
  static register(options: ZenodoMetricsOptions = {}): DynamicModule {
    return { module: ZenodoMetricsModule, providers: [ZenodoMetrics, { provide: METRICS_OPTIONS, useValue: options }] };
  }
}
