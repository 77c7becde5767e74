/**
 * Leaves an entry of each action, each look at a payload, each export and each refusal, before its answer goes out.
 *
 * Which requests those are, the right that their handler needs tells: a new action cannot be forgotten here. Whoever takes out
 * what he may also look at says so himself.
 */
import { printable } from '../../record/mask-literals';
import { logLine } from '../log';
import type { AdminRequest } from './admin-request';
import { type AuditTrail, wasRefused } from './audit-trail';

export class AdminAudit {
  constructor(private readonly trail: AuditTrail) {}

  /** Says better than the address what is being done, and to what; without secrets. Call it before it is done. */
  note(request: AdminRequest, action: string, detail: object): void {
    request.noted = { action, detail: printableTexts(detail) };
  }

  /** An action that has been carried out is not undone because its entry cannot be written: the log says so. */
  async answered(request: AdminRequest, status: number): Promise<void> {
    const { need, administrator, noted, ip, method, routeOptions } = request;
    const isLasting = need === 'actions' || need === 'payloads' || noted !== undefined || wasRefused(status);
    if (!isLasting) return;
    try {
      await this.trail.add({
        at: Date.now(),
        administrator: administrator?.id ?? '',
        from: ip,
        action: noted?.action ?? `${method} ${routeOptions.url ?? ''}`,
        // Of the path: which record, which capture.
        detail: noted?.detail ?? printableTexts(request.params),
        status,
      });
    } catch (error) {
      logLine('warn', `the audit of administrators cannot be written: ${String(error)}`);
    }
  }
}

/** The audit is shown in lines. */
function printableTexts(detail: unknown): object {
  return Object.fromEntries(
    Object.entries(detail as Readonly<Record<string, unknown>>).map(([name, value]) => [
      name,
      typeof value === 'string' ? printable(value) : value,
    ]),
  );
}
