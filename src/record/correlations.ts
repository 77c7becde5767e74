/** Which request of which other system a request belongs to, as its headers tell. */

/**
 * W3C Trace Context, Dataverse's and Azure's own ids, and those that a plug-in of the data source may add
 * (dataverse-client 1.3; `INITIATINUSER` is spelled so).
 */
const headerNames = [
  'traceparent',
  'x-ms-client-request-id',
  'x-ms-correlation-request-id',
  'x-ms-service-request-id',
  'x-msdyn365-correlation',
  'x-msdyn365-request',
  'x-msdyn365-operation',
  'x-msdyn365-organization',
  'x-msdyn365-organizationname',
  'x-msdyn365-businessunit',
  'x-msdyn365-initiatinuser',
  'x-msdyn365-userid',
] as const;

const LONGEST = 200;

/** Undefined where there are none, as is usual. */
export function correlationsOf(
  headers: Readonly<Record<string, unknown>>,
): Readonly<Record<string, string>> | undefined {
  let found: Record<string, string> | undefined;
  for (const name of headerNames) {
    const value = headers[name];
    if (typeof value !== 'string' || value === '') continue;
    found ??= {};
    found[name] = value.slice(0, LONGEST);
  }
  return found;
}
