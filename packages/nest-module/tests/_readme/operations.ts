import { Controller, Get, Module } from '@nestjs/common';
import { HealthCheck, HealthCheckService, TerminusModule } from '@nestjs/terminus';
import { ZenodoHealth, ZenodoWebhooksModule } from '@zenodo-connect/nestjs';
import { ZenodoTracingModule } from '@zenodo-connect/nestjs/opentelemetry';
import { ZenodoMetricsModule } from '@zenodo-connect/nestjs/prometheus';

@Controller('health')
export class HealthController {
  constructor(
    private readonly health: HealthCheckService,
    private readonly zenodo: ZenodoHealth,
  ) {}

  @Get()
  @HealthCheck()
  check() {
    return this.health.check([() => this.zenodo.store(), () => this.zenodo.deposits(), () => this.zenodo.events()]);
  }
}

@Module({
  imports: [
    TerminusModule,
    ZenodoMetricsModule.register(),
    ZenodoTracingModule.register(),
    ZenodoWebhooksModule.registerAsync({ path: 'hooks/zenodo', useFactory: () => ({ secrets: process.env['GATEWAY_SECRET'] ?? '' }) }),
  ],
  controllers: [HealthController],
})
export class OperationsModule {}
