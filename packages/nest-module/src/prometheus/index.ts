export { ZenodoMetricsModule, type ZenodoMetricsOptions } from './zenodo-metrics.module.ts';
