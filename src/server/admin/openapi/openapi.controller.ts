/** The description of the admin API for programs that call it. */
import { Controller, Get, Inject } from '@nestjs/common';
import { Needs } from '../needs';
import { Summary } from '../summary';
import type { OpenApiDocument } from './openapi-document';

/** Nest's token for what writes the document: it knows all controllers, this one too. */
export const API_DOCUMENT = Symbol('API document');

@Controller('api/openapi.json')
export class OpenApiController {
  constructor(@Inject(API_DOCUMENT) private readonly write: () => OpenApiDocument) {}

  @Get()
  @Needs('any')
  @Summary('This document.')
  document(): OpenApiDocument {
    return this.write();
  }
}
