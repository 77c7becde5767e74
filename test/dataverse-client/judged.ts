/** Has the replaying Dataverse judge the endpoint under test. */
import type { Rule } from '../support/dataverse-client/check';
import type { ProfileName } from '../support/dataverse-client/profiles';
import { replay, type ReplayOptions } from '../support/dataverse-client/replay';
import type { ReplayReport } from '../support/dataverse-client/report';
import type { Faults } from './tiny-faults';
import { startTinyServer, type TinyServer } from './tiny-odata-server';

export async function judged(
  faults: Faults,
  profile: ProfileName,
  options: Partial<ReplayOptions> = {},
): Promise<{ report: ReplayReport; server: TinyServer }> {
  const server = await startTinyServer(faults);
  try {
    return { report: await replay({ profile, url: server.url, ...options }), server };
  } finally {
    await server.close();
  }
}

export function brokenRules(report: ReplayReport): readonly Rule[] {
  const checks = [...report.service, ...report.entitySets.flatMap((each) => each.checks)];
  return [...new Set(checks.flatMap((check) => check.violations.map((violation) => violation.rule)))];
}
