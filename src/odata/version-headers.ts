/** Refuses requests of an OData version that this service does not speak (Protocol 4.01, 8.1.5 and 8.2.7). */
import { RequestError } from '../errors';

/** What every answer says; Dataverse's client takes no higher one (dataverse-client 2.12). */
export const answeredVersion = '4.0';

/** Old Microsoft clients add what they are built with: `4.0;NetFx`. */
const versionForm = /^(\d{1,3})\.(\d{1,3})(?:;[\w .-]*)?$/;

/** `OData-Version` is what the request is written in, `OData-MaxVersion` the highest that the client reads. */
export function checkVersionHeaders(
  odataVersion: string | undefined,
  odataMaxVersion: string | undefined,
): void {
  if (odataVersion !== undefined && !isUnderstood(readVersion('OData-Version', odataVersion))) {
    throw invalid('OData-Version', `is ${odataVersion}; this service understands 4.0 and 4.01`);
  }
  if (odataMaxVersion !== undefined && readVersion('OData-MaxVersion', odataMaxVersion).major < 4) {
    throw invalid('OData-MaxVersion', `is ${odataMaxVersion}; this service answers in 4.0`);
  }
}

interface Version {
  readonly major: number;
  readonly minor: string;
}

function isUnderstood({ major, minor }: Version): boolean {
  return major === 4 && (minor === '0' || minor === '01');
}

function readVersion(header: string, value: string): Version {
  const match = versionForm.exec(value.trim());
  if (match === null) throw invalid(header, 'is no version number');
  return { major: Number(match[1]), minor: match[2] ?? '' };
}

function invalid(header: string, fault: string): RequestError {
  return new RequestError('InvalidHeader', `The header ${header} ${fault}.`, { target: header });
}
