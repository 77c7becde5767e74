/** Rules that several requests of administrators share. */
import { Transform } from 'class-transformer';
import { IsInt, IsOptional, IsString, Length, Max, Min, ValidateIf } from 'class-validator';

/** The longest URL that a service answers has as many characters, unless its limit is raised. */
export const LONGEST_URL = 32_768;
const LONGEST_NAME = 1_000;
const LONGEST_TEXT = 200;

/** Not `IsOptional`, which takes null for absent: whoever sends that in a body meant something. */
export const IfGiven = (): PropertyDecorator => ValidateIf((_request, value: unknown) => value !== undefined);

/** Of a body: what something is called, or what stands for it. */
export function IsName(message?: string): PropertyDecorator {
  const options = message === undefined ? {} : { message };
  return allOf(IsString(options), Length(1, LONGEST_NAME, options));
}

/** Of a query: text that may be left out. */
export const IsShortText = (): PropertyDecorator => allOf(IsOptional(), IsString(), Length(1, LONGEST_TEXT));

/** Of a query, where all is text: what stands for a number. Nothing would be 0. */
export const AsNumber = (): PropertyDecorator =>
  Transform(({ value }: { readonly value: unknown }) => (value === '' ? Number.NaN : Number(value)));

/** Of a query: how many items an answer may have. */
export const IsLimit = (most: number): PropertyDecorator =>
  allOf(IsOptional(), AsNumber(), IsInt(), Min(1), Max(most));

/** Several rules as one. */
export function allOf(...rules: readonly PropertyDecorator[]): PropertyDecorator {
  return (target, property) => {
    for (const rule of rules) rule(target, property);
  };
}
