/** The data port's Nest application. */
import { type DynamicModule, Module } from '@nestjs/common';
import { APP_FILTER } from '@nestjs/core';
import { raisedOf } from '../gateway/raised-of';
import { CallerGuard } from './caller.guard';
import { GATEWAY, type Gateway } from './gateway';
import { HealthController } from './health.controller';
import { HotPath } from './hot-path';
import { ODataExceptionFilter } from './odata-exception.filter';
import { ODataController } from './odata.controller';
import { recordUnheard } from './record-unheard';
import { RequestWatch } from './request-watch';

@Module({})
export class DataModule {
  static of(gateway: Gateway, hotPath: HotPath, watch: RequestWatch): DynamicModule {
    return {
      module: DataModule,
      controllers: [ODataController, HealthController],
      providers: [
        { provide: GATEWAY, useValue: gateway },
        { provide: HotPath, useValue: hotPath },
        { provide: RequestWatch, useValue: watch },
        {
          provide: APP_FILTER,
          useValue: new ODataExceptionFilter((request, error) => {
            recordUnheard(request, error, gateway);
            request.odata?.notes?.failed(error, raisedOf(error));
          }),
        },
        CallerGuard,
      ],
    };
  }
}
