/** The admin port's Nest application. */
import { type DynamicModule, Module } from '@nestjs/common';
import { APP_FILTER, APP_GUARD } from '@nestjs/core';
import { AdminController } from './admin.controller';
import { AdminAudit } from './admin-audit';
import type { AdminLock } from './admin-lock';
import { ADMIN_LOCK, AdminGuard } from './admin.guard';
import { AuditController } from './audit.controller';
import { CacheController } from './cache.controller';
import { CapturesController } from './captures.controller';
import { ConnectionsController } from './connections.controller';
import { ExplainController } from './explain.controller';
import { ExportController } from './export.controller';
import { GATEWAY, type Gateway } from '../gateway';
import { LiveController } from './live.controller';
import { MetricsController } from './metrics.controller';
import { ODataExceptionFilter } from '../odata-exception.filter';
import { API_DOCUMENT, OpenApiController } from './openapi/openapi.controller';
import { openApiDocument } from './openapi/openapi-document';
import { OverviewController } from './overview.controller';
import { ProcessFigures } from './process-figures';
import { QueriesController } from './queries.controller';
import { ReplayController } from './replay.controller';
import { ServicesController } from './services.controller';
import { SessionController } from './session.controller';
import { SettingsController } from './settings.controller';

/** All of them: which right each address needs is checked against this list. */
export const adminControllers = [
  AdminController,
  AuditController,
  CacheController,
  CapturesController,
  ConnectionsController,
  ExplainController,
  ExportController,
  LiveController,
  MetricsController,
  OpenApiController,
  OverviewController,
  QueriesController,
  ReplayController,
  ServicesController,
  SessionController,
  SettingsController,
];

@Module({})
export class AdminModule {
  static of(gateway: Gateway, lock: AdminLock, audit: AdminAudit): DynamicModule {
    return {
      module: AdminModule,
      controllers: adminControllers,
      providers: [
        { provide: GATEWAY, useValue: gateway },
        { provide: AdminAudit, useValue: audit },
        ProcessFigures,
        { provide: ADMIN_LOCK, useValue: lock },
        { provide: API_DOCUMENT, useValue: () => openApiDocument(adminControllers, lock.headers) },
        { provide: APP_GUARD, useClass: AdminGuard },
        { provide: APP_FILTER, useValue: new ODataExceptionFilter() },
      ],
    };
  }
}
