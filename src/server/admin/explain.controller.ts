/** How a query would be answered, without running it: of a URL, or of a view's FetchXML. */
import { Controller, Get, HttpCode, Inject, Post } from '@nestjs/common';
import { RequestError } from '../../errors';
import { explainRead, type Explanation } from '../../gateway/explain-read';
import { type Explainable, type ExplainedRequest, explainRequest } from '../../gateway/explain-request';
import { GATEWAY, type Gateway } from '../gateway';
import { targetOf } from '../odata-request';
import type { ExplainedText } from './answers';
import { ExplainRequest, ExplainUrlRequest } from './explain-request';
import { findService, targetBelow } from './find-service';
import { FromBody, FromQuery } from './from-request';
import { Needs } from './needs';
import { Summary } from './summary';

@Controller('api/explain')
@Needs('queries')
export class ExplainController {
  constructor(@Inject(GATEWAY) private readonly gateway: Pick<Gateway, 'services'>) {}

  @Get()
  @Summary('The plan of a URL, which is not run.')
  explain(@FromQuery(ExplainUrlRequest) asked: ExplainUrlRequest): Promise<Explanation> {
    const target = targetOf(asked.url, asked.service);
    const { service } = findService(this.gateway, target.service);
    return explainRead(target.rest, service);
  }

  /** Not to be too long for a URL, nor to be in anybody's log. */
  @Post()
  @Summary('The plan of a URL or of a view’s FetchXML, which is not run.')
  @HttpCode(200)
  async explainText(@FromBody(ExplainRequest) asked: ExplainRequest): Promise<ExplainedText<Explanation>> {
    const { service: name, url, fetchXml } = asked;
    const { service } = findService(this.gateway, name);
    return shown(await explainRequest(explainableOf(name, url, fetchXml), service));
  }
}

function explainableOf(name: string, url: string | undefined, fetchXml: string | undefined): Explainable {
  if (url === undefined && fetchXml !== undefined) return { fetchXml };
  if (url === undefined || fetchXml !== undefined)
    throw new RequestError('InvalidBody', 'url and fetchXml exclude each other.', { target: 'url' });
  return { target: targetBelow(name, url) };
}

function shown({ query, explanation, error }: ExplainedRequest): ExplainedText<Explanation> {
  return {
    ...(query === undefined ? {} : { query: { target: query.target, notes: query.notes } }),
    ...(explanation === undefined ? {} : { explanation, leastCalls: explanation.leastCalls }),
    ...(error === undefined ? {} : { error: shownError(error) }),
  };
}

function shownError({ code, message, target }: RequestError): NonNullable<ExplainedText<never>['error']> {
  return { code, message, ...(target === undefined ? {} : { target }) };
}
