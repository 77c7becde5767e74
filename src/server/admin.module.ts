/** The admin port's Nest application. */
import { type DynamicModule, Module } from '@nestjs/common';
import { APP_FILTER } from '@nestjs/core';
import { AdminController } from './admin.controller';
import { GATEWAY, type Gateway } from './gateway';
import { ODataExceptionFilter } from './odata-exception.filter';

@Module({})
export class AdminModule {
  static of(gateway: Gateway): DynamicModule {
    return {
      module: AdminModule,
      controllers: [AdminController],
      providers: [
        { provide: GATEWAY, useValue: gateway },
        { provide: APP_FILTER, useClass: ODataExceptionFilter },
      ],
    };
  }
}
