/** A request to the admin API, with what its guard found out. */
import type { ODataRequest } from '../odata-request';
import type { Administrator } from './admin-lock';
import type { Need } from './needs';

export interface AdminRequest extends ODataRequest {
  /** Absent where the request was refused before, or needs none. */
  administrator?: Administrator;
  need?: Need;
  /** For its entry in the audit, in place of the address. */
  noted?: { readonly action: string; readonly detail: object };
}
