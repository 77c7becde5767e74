/** The contract with providers, whole: import everything from here (`virtual-table-gateway/provider-sdk`). */
export * from './canonical';
export * from './capabilities';
export * from './declaration';
export * from './duration';
export * from './errors';
export * from './exact-arithmetic';
export * from './exact-number';
export * from './expression';
export * from './http';
export * from './instant';
export * from './is-record';
export * from './provider';
export * from './remote-query';
export * from './text-order';
export * from './value';
export * from './write';
