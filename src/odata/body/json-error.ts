/** The errors of reading a body as JSON: what is wrong and at which character, with next to nothing of the body in it. */
import { RequestError } from '../../errors';
import { shown } from '../syntax/syntax-error';

/** `The body is no valid JSON: expected ',' or '}', found 'x' at character 17.` */
export function unexpected(text: string, at: number, expected: string): RequestError {
  return invalidJson(`expected ${expected}, found ${describe(text, at)}`, at);
}

/** A body that breaks a rule; characters are counted from 1, as editors do. */
export function invalidJson(problem: string, at: number): RequestError {
  return new RequestError('InvalidBody', `The body is no valid JSON: ${problem} at character ${at + 1}.`);
}

function describe(text: string, at: number): string {
  const code = text.codePointAt(at);
  return code === undefined ? 'the end' : `'${shown(String.fromCodePoint(code))}'`;
}
