/**
 * What stands in front of F&O does to the path of a request: Windows' http.sys, IIS and ASP.NET. The requests inside of a
 * batch pass by all of them.
 */
import { decodePercent } from '../query/read-options';
import { htmlPage, Refusal } from './answer';

/** Of http.sys, unless told otherwise (Microsoft KB 820129: UrlSegmentMaxLength, AllowRestrictedChars). */
const LONGEST_SEGMENT = 260;
const CONTROL = /%(?:[01][\da-f]|7f|c2%[89][\da-f])/i;

/**
 * ASP.NET's default without `%`, `:` and the backslash, which were seen to pass (`%252F`, times, and 404 for `%5C`).
 * Whether F&O lets the others pass is not known.
 */
const REFUSED = /[<>*&?]/;

/**
 * The path as F&O sees it: decoded once, and still to be decoded. Slashes, backslashes and plus signs were seen to be
 * lost in it unless they are encoded twice (https://www.essrocks.io/post/d365-f-o-odata-slashes-pluses-and-double-encoding).
 *
 * @example receivePath("/data/S(k='a%252Fb')") // "/data/S(k='a%2Fb')"
 * @throws {Refusal}
 */
export function receivePath(raw: string): string {
  const isTooLong = raw.split('/').some((segment) => segment.length > LONGEST_SEGMENT);
  if (isTooLong || CONTROL.test(raw)) throw new Refusal(htmlPage(400, 'Bad Request - Invalid URL'));
  const decoded = decodePercent(raw);
  if (REFUSED.test(decoded)) throw new Refusal(htmlPage(400, 'Bad Request'));
  const [path = ''] = decoded.split('#', 1);
  return path.replaceAll('\\', '/').replaceAll('+', ' ');
}
