/** Small views of the sample service, and what they become. */
import { translateFetchXml, type TranslatedFetchXml } from '../../src/fetchxml/translate-fetchxml';
import { RequestError } from '../../src/errors';
import type { Profile } from '../../src/model/entity-set';
import { sampleModel } from '../support/sample-model';

/** A Wednesday. */
export const NOW = '2026-11-25T10:30:00.5Z';

/** A view of customers with these elements inside <entity>. */
export function customers(inside: string, attributes = 'top="5"'): string {
  return `<fetch ${attributes}><entity name="new_customer">${inside}</entity></fetch>`;
}

export function translate(fetchXml: string, profile: Profile = 'dataverse'): TranslatedFetchXml {
  return translateFetchXml(fetchXml, sampleModel(profile), NOW);
}

/** The decoded text of one option. */
export function optionOf({ options }: TranslatedFetchXml, name: string): string | undefined {
  return options.find((option) => option.name === name)?.value;
}

/** `$filter` of a single condition; of several values, each in an element of its own. */
export function filterOf(
  attribute: string,
  operator: string,
  values: string | readonly string[] = [],
): string {
  return optionOf(translate(customers(condition(attribute, operator, values))), '$filter') ?? '';
}

export function condition(
  attribute: string,
  operator: string,
  values: string | readonly string[] = [],
): string {
  const one = typeof values === 'string' ? ` value="${escape(values)}"` : '';
  const many = typeof values === 'string' ? [] : values.map((value) => `<value>${escape(value)}</value>`);
  return `<filter><condition attribute="${attribute}" operator="${operator}"${one}>${many.join('')}</condition></filter>`;
}

/** As an attribute or as text; white space other than a blank would not survive in an attribute. */
export function escape(text: string): string {
  return text.replace(/[&<>"'\t\r\n]/g, (character) => `&#${character.charCodeAt(0)};`);
}

/** The error that a view gets. */
export function refusalOf(fetchXml: string, profile?: Profile): RequestError {
  try {
    translate(fetchXml, profile);
  } catch (error) {
    if (error instanceof RequestError) return error;
    throw error;
  }
  throw new Error(`It was translated: ${fetchXml}`);
}
