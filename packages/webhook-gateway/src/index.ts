export type {
  DeliveriesConfig,
  DepositTimings,
  EventGroup,
  GatewayConfig,
  LimitsConfig,
  LogLine,
  ObserveConfig,
  SubscriberConfig,
} from './config/gateway-config.ts';
export { loadConfig } from './config/load-config.ts';
export { ConfigError } from './config/settings.ts';
export type { EventType } from './events/event-types.ts';
export { type Gateway, startGateway } from './gateway.ts';
export type { ProblemBody } from './problems/problem.ts';
export { RecipeFolderError } from './recipes/recipe-book.ts';
export type { EventFormat, HeaderToken } from './subscribers/subscription.ts';
export { YamlError } from './yaml/yaml-file.ts';
