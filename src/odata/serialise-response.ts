/** Writes the bodies of answers that succeed: collections, entities, properties, counts (JSON Format 4.01, 6, 11 and 12). */
import type { Property } from '../model/entity-set';
import type { Value } from '../provider-sdk/index';
import type { ResponseFormat } from './negotiate';
import { typeAnnotation, typeOfValue } from './property-type';
import type { JsonEntity } from './serialise-row';
import { type JsonValue, jsonConversion } from './serialise-value';

export interface Collection {
  readonly context: string;
  /** Given = asked for with `$count=true`. */
  readonly count?: number | undefined;
  /** As the row serialiser made them. */
  readonly rows: readonly JsonEntity[];
  readonly nextLink?: string | undefined;
  readonly format: ResponseFormat;
}

/** The order that `odata.streaming` promises: context and count first, the next link after the rows. */
export function serialiseCollection({ context, count, rows, nextLink, format }: Collection): string {
  return JSON.stringify({
    ...contextOf(context, format),
    ...(count === undefined ? {} : { '@odata.count': format.ieee754Compatible ? String(count) : count }),
    value: rows,
    ...(nextLink === undefined ? {} : { '@odata.nextLink': nextLink }),
  });
}

export interface SingleEntity {
  readonly context: string;
  readonly entity: JsonEntity;
  readonly format: ResponseFormat;
}

export function serialiseEntity({ context, entity, format }: SingleEntity): string {
  return JSON.stringify({ ...contextOf(context, format), ...entity });
}

export interface SingleProperty {
  readonly context: string;
  readonly property: Property;
  readonly namespace: string;
  readonly value: Value;
  readonly format: ResponseFormat;
}

/** Undefined for null: that is an answer without content, 204 (Protocol 4.01, 11.2.4). */
export function serialiseProperty(answer: SingleProperty): string | undefined {
  const { context, property, namespace, value, format } = answer;
  if (value === null) return undefined;
  const json: JsonValue = jsonConversion(property.type, format)?.(value) ?? value;
  const type =
    format.metadata === 'full' ? typeOfValue(typeAnnotation(property, namespace), json) : undefined;
  return JSON.stringify({
    ...contextOf(context, format),
    ...(type === undefined ? {} : { '@odata.type': type }),
    value: json,
  });
}

function contextOf(context: string, { metadata }: ResponseFormat): object {
  return metadata === 'none' ? {} : { '@odata.context': context };
}
