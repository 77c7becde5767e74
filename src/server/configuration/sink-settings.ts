/** Where records go beside the store, as class-validator classes. */
import 'reflect-metadata';
import { Type } from 'class-transformer';
import { IsBoolean, IsOptional, ValidateNested } from 'class-validator';
import { Described, IsDuration, IsHeaderName, isText, rule } from './rules';
import { isLoopback } from './warnings';

const IsSinkUrl = (): PropertyDecorator =>
  rule(
    'isSinkUrl',
    (value) => isText(value) && isSinkUrl(value),
    'must be an https address without user and fragment; http only on this machine',
    { type: 'string', pattern: '^(\\$\\{|[Hh][Tt][Tt][Pp][Ss]?://)' },
  );

/** What is sent tells who asks for what, so that it goes over the network only encrypted. */
function isSinkUrl(text: string): boolean {
  const url = /^https?:\/\/[^#\s\\]+$/i.test(text) ? URL.parse(text) : null;
  if (url === null || url.username !== '' || url.password !== '') return false;
  return url.protocol === 'https:' || isLoopback(url.hostname.replace(/^\[|\]$/g, ''));
}

const headerValuePattern = /^[\x21-\x7e](?:[\x20-\x7e]{0,4094}[\x21-\x7e])?$/;

/** Blanks within, as in `Bearer …`. */
const IsHeaderValue = (): PropertyDecorator =>
  rule(
    'isHeaderValue',
    (value) => typeof value === 'string' && headerValuePattern.test(value),
    'must be text of visible ASCII characters, of at most 4096, with blanks only within',
    { type: 'string', pattern: headerValuePattern.source },
    true,
  );

export class HttpSinkSettings {
  @Described('Where records are sent by POST, as NDJSON. https, or http on this machine.')
  @IsSinkUrl()
  url!: string;

  @Described('Header that carries the secret.')
  @IsHeaderName()
  header = 'authorization';

  @Described('What the header holds, like Bearer ${LOG_KEY}. No such header if absent.')
  @IsOptional()
  @IsHeaderValue()
  secret?: string;

  @Described('Time for one attempt.')
  @IsDuration('100ms', '60s')
  timeout = '10s';
}

export class SinkSettings {
  @Described('Whether each record is a line of JSON on standard output.')
  @IsBoolean()
  stdout = false;

  @Described('Sends records to a collector of logs.')
  @IsOptional()
  @ValidateNested()
  @Type(() => HttpSinkSettings)
  http?: HttpSinkSettings;
}
