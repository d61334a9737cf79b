import { type DynamicModule, Module, type Provider } from '@nestjs/common';
import { APP_FILTER } from '@nestjs/core';
import { ZenodoModule, type ZenodoModuleOptions } from '@zenodo-connect/nestjs';
import { apiController } from './api/api.controller.ts';
import { ApiParts } from './api/api-parts.ts';
import { EventStreams } from './api/event-streams.ts';
import { FormDoor } from './doors/form-door.ts';
import { Gate } from './doors/gate.ts';
import { InController } from './doors/in.controller.ts';
import { JsonDoor } from './doors/json-door.ts';
import { RawDoor } from './doors/raw-door.ts';
import { InboundEvents } from './events/inbound-events.ts';
import { HealthController } from './health/health.controller.ts';
import { MetricsController } from './health/metrics.controller.ts';
import { Collector } from './intake/collector.ts';
import { Intake } from './intake/intake.ts';
import { Pressure } from './intake/pressure.ts';
import { Puller } from './intake/puller.ts';
import { Reception } from './intake/reception.ts';
import { AcceptedView } from './jobs/accepted-view.ts';
import { DraftDesk } from './jobs/draft-desk.ts';
import { DryRunView } from './jobs/dry-run-view.ts';
import { JobsController } from './jobs/jobs.controller.ts';
import { StopController } from './jobs/stop.controller.ts';
import { DeadLettersController } from './pages/dead-letters.controller.ts';
import { HomeController } from './pages/home.controller.ts';
import { PageDoor } from './pages/page-door.ts';
import { PagesController } from './pages/pages.controller.ts';
import { SignInController } from './pages/sign-in.controller.ts';
import { SubscribersController } from './pages/subscribers.controller.ts';
import { Entrance } from './people/entrance.ts';
import { ProblemFilter } from './problems/problem.filter.ts';
import { Sources } from './sources/sources.ts';
import { TusController } from './tus/tus.controller.ts';
import { TusDoor } from './tus/tus-door.ts';

/** The application: doors, jobs, health and the page over nest-module's deposits. */
@Module({
  controllers: [
    TusController,
    InController,
    JobsController,
    StopController,
    HealthController,
    MetricsController,
    HomeController,
    PagesController,
    DeadLettersController,
    SubscribersController,
    SignInController,
    apiController(),
  ],
})
class GatewayModule {}

/**
 * @param parts - what is made before Nest is: settings, recipes, spool, tables
 * @param more - modules that only some configurations have
 */
export function gatewayModule(zenodo: ZenodoModuleOptions, parts: readonly Provider[], more: readonly DynamicModule[] = []): DynamicModule {
  return {
    module: GatewayModule,
    imports: [ZenodoModule.forRoot(zenodo), ...more],
    providers: [
      ...parts,
      Gate,
      RawDoor,
      FormDoor,
      JsonDoor,
      Reception,
      TusDoor,
      Pressure,
      Sources,
      Intake,
      Collector,
      Puller,
      AcceptedView,
      DryRunView,
      InboundEvents,
      DraftDesk,
      Entrance,
      EventStreams,
      ApiParts,
      PageDoor,
      { provide: APP_FILTER, useClass: ProblemFilter },
    ],
  };
}
