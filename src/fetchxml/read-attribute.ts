/** Reads attributes that hold a name, a Boolean or a number. */
import { elementError, shown } from './fetchxml-error';
import type { XmlElement } from './xml-element';

/** @throws {RequestError} InvalidFetchXml if the attribute is missing or empty */
export function requiredName(element: XmlElement, attribute: string): string {
  const value = element.attributes.get(attribute);
  if (value !== undefined && value !== '') return value;
  throw elementError('InvalidFetchXml', element, `the attribute '${attribute}' is missing.`);
}

/** @throws {RequestError} InvalidFetchXml where the attribute is no Boolean */
export function isTrue(element: XmlElement, attribute: string): boolean {
  const value = element.attributes.get(attribute) ?? 'false';
  if (value === 'true' || value === '1') return true;
  if (value === 'false' || value === '0') return false;
  throw elementError('InvalidFetchXml', element, `${attribute} is 'true' or 'false', not '${shown(value)}'.`);
}

/**
 * A whole number from 1 to `largest`; undefined where there is no such attribute.
 *
 * @throws {RequestError} InvalidFetchXml where it is no such number
 */
export function countingNumber(element: XmlElement, attribute: string, largest: number): number | undefined {
  const value = element.attributes.get(attribute);
  if (value === undefined) return undefined;
  const number = /^\d{1,9}$/.test(value) ? Number(value) : 0;
  if (number >= 1 && number <= largest) return number;
  const message = `${attribute} is a whole number from 1 to ${largest}, not '${shown(value)}'.`;
  throw elementError('InvalidFetchXml', element, message);
}
