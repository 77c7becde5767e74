/** The providers that come with the gateway: the only file that knows them. */
// Their configuration classes are decorated, so that this must be there before they are.
import 'reflect-metadata';
import { financeOperations } from '../../providers/finance-operations/index';
import { memory } from '../../providers/memory/index';
import type { Provider } from '../provider-sdk/index';

export const builtInProviders: readonly Provider[] = [financeOperations, memory] as readonly Provider[];
