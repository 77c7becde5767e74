/** The Dataverse-safe report: what was asked of each entity set and how it ended, for people and for machines. */
import type { CheckResult, Freshness, Outcome } from './check';
import type { ProfileName } from './profiles';

export interface EntitySetReport {
  readonly entitySet: string;
  readonly rows?: number;
  readonly checks: readonly CheckResult[];
}

export interface ReplayReport {
  readonly serviceRoot: string;
  readonly profile: ProfileName;
  /** The service document and `$metadata`. */
  readonly service: readonly CheckResult[];
  readonly entitySets: readonly EntitySetReport[];
  readonly requests: number;
  readonly totals: Readonly<Record<Outcome, number>>;
  /** Of a profile that writes: all reads that began after the answer to a write. */
  readonly freshness?: Freshness;
  /** Whether nothing failed and something was judged. */
  readonly dataverseSafe: boolean;
}

export function countOutcomes(checks: readonly CheckResult[]): Readonly<Record<Outcome, number>> {
  const count = (outcome: Outcome): number => checks.filter((check) => check.outcome === outcome).length;
  return {
    passed: count('passed'),
    failed: count('failed'),
    refused: count('refused'),
    skipped: count('skipped'),
  };
}

/** The sum over all checks; undefined where none of them wrote. */
export function sumFreshness(checks: readonly CheckResult[]): Freshness | undefined {
  const counted = checks.map(({ freshness }) => freshness).filter((each) => each !== undefined);
  if (counted.length === 0) return undefined;
  const sum = (part: keyof Freshness): number => counted.reduce((total, each) => total + each[part], 0);
  return { reads: sum('reads'), stale: sum('stale') };
}

/** The check with every secret blotted out, should an answer have echoed one into a reason. */
export function withoutSecrets(check: CheckResult, secrets: readonly string[]): CheckResult {
  const hide = (text: string): string =>
    secrets.reduce((hidden, secret) => hidden.replaceAll(secret, '***'), text);
  const violations = check.violations.map((violation) => ({ ...violation, reason: hide(violation.reason) }));
  return { ...check, violations };
}

/** The report as lines of text. */
export function formatReport(report: ReplayReport): string {
  const lines = [
    `Dataverse-safe report for ${report.serviceRoot}, profile ${report.profile}`,
    ...section('service', report.service),
  ];
  for (const { entitySet, rows, checks } of report.entitySets) {
    const size = rows === undefined ? '' : ` (${rows} rows)`;
    lines.push(...section(`${entitySet}${size}`, checks));
  }
  const { passed, refused, failed, skipped } = report.totals;
  const sets = `${report.entitySets.length} entity sets, ${report.requests} requests`;
  lines.push('', `${sets}: ${passed} ✓, ${refused} ✓ refused, ${failed} ✗, ${skipped} not applicable`);
  const { freshness } = report;
  if (freshness) lines.push(`${freshness.reads} reads after writes, ${freshness.stale} stale reads`);
  lines.push(report.dataverseSafe ? 'Dataverse-safe' : 'NOT Dataverse-safe');
  return lines.join('\n');
}

function section(title: string, checks: readonly CheckResult[]): readonly string[] {
  return ['', title, ...checks.flatMap(checkLines)];
}

function checkLines(check: CheckResult): readonly string[] {
  const note = check.note === undefined ? '' : ` (${check.note})`;
  const lines = [`  ${markOf(check.outcome)} ${check.name}${note}`];
  for (const { rule, reason, request } of check.violations) {
    lines.push(`      ${rule}: ${reason}`);
    if (request !== undefined) lines.push(`        ${request}`);
  }
  return lines;
}

function markOf(outcome: Outcome): string {
  switch (outcome) {
    case 'passed':
    case 'refused':
      return '✓';
    case 'failed':
      return '✗';
    case 'skipped':
      return '–';
  }
}
