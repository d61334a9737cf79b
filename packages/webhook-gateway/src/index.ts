export type {
  DeliveriesConfig,
  DepositTimings,
  EventType,
  GatewayConfig,
  LimitsConfig,
  LogLine,
  SubscriberConfig,
} from './config/gateway-config.ts';
export { loadConfig } from './config/load-config.ts';
export { ConfigError } from './config/settings.ts';
export { type Gateway, startGateway } from './gateway.ts';
export type { ProblemBody } from './problems/problem.ts';
export { RecipeFolderError } from './recipes/recipe-book.ts';
export { YamlError } from './yaml/yaml-file.ts';
