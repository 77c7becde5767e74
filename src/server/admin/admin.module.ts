/** The admin port's Nest application. */
import { type DynamicModule, Module } from '@nestjs/common';
import { APP_FILTER, APP_GUARD } from '@nestjs/core';
import { AdminController } from './admin.controller';
import { ADMIN_LOCK, AdminGuard } from './admin.guard';
import { CacheController } from './cache.controller';
import type { CallerLock } from '../callers';
import { CapturesController } from './captures.controller';
import { ConnectionsController } from './connections.controller';
import { ExplainController } from './explain.controller';
import { GATEWAY, type Gateway } from '../gateway';
import { ODataExceptionFilter } from '../odata-exception.filter';
import { QueriesController } from './queries.controller';
import { ReplayController } from './replay.controller';
import { ServicesController } from './services.controller';

@Module({})
export class AdminModule {
  static of(gateway: Gateway, lock: CallerLock): DynamicModule {
    return {
      module: AdminModule,
      controllers: [
        AdminController,
        CacheController,
        CapturesController,
        ConnectionsController,
        ExplainController,
        QueriesController,
        ReplayController,
        ServicesController,
      ],
      providers: [
        { provide: GATEWAY, useValue: gateway },
        { provide: ADMIN_LOCK, useValue: lock },
        { provide: APP_GUARD, useClass: AdminGuard },
        { provide: APP_FILTER, useValue: new ODataExceptionFilter() },
      ],
    };
  }
}
