/** The OASIS cases that the parser reads differently, each with its reason. The test fails when one no longer is. */

const DUPLICATE =
  'gives $format several times, and an option given twice is refused (OData 4.01 Protocol, 11.2.1)';
const FRAGMENT = 'a fragment stays with the client: no request target holds one';
const DECODED_FIRST =
  'whether a semicolon in $search was percent-encoded is no longer known once the option is decoded: nested it ends the option, at the top it belongs to the word';
const ACROSS =
  'joins a rule of the path to one of the options; who serves $entity must ask for $id, the parser reads both';

/** By the number of the case in `odata-abnf-testcases.json`: valid by the ABNF, refused here. */
export const REFUSED_POSITIVES: Readonly<Record<number, string>> = {
  610: DECODED_FIRST,
  615: DUPLICATE,
  617: DUPLICATE,
  733: FRAGMENT,
  734: FRAGMENT,
};

/** Invalid by the ABNF, accepted here. */
export const ACCEPTED_NEGATIVES: Readonly<Record<number, string>> = {
  187: ACROSS,
  189: ACROSS,
  571: DECODED_FIRST,
};
