/** The contract with providers, whole: import everything from here (`virtual-table-gateway/provider-sdk`). */
export * from './capabilities';
export * from './declaration';
export * from './errors';
export * from './expression';
export * from './http';
export * from './provider';
export * from './remote-query';
export * from './value';
