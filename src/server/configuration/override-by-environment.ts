/** Reads the few settings that the environment may override, so that one file serves several places. */
import { type Environment } from './substitute-environment';
import { isPublicUrl } from './rules';

/** What each variable overrides, for documentation. */
export const environmentVariables = {
  VTG_CONFIG: 'Path of the configuration file. Default: gateway.yaml',
  VTG_DATA_DIR: 'Folder for what must survive a restart. Default: ./var',
  VTG_PUBLIC_URL: 'publicUrl',
  VTG_HOST: 'data.host',
  VTG_PORT: 'data.port',
  VTG_ADMIN_PORT: 'admin.port',
} as const;

export const DEFAULT_DATA_FOLDER = './var';

type Variable = keyof typeof environmentVariables;

export interface Overrides {
  readonly publicUrl?: string;
  readonly host?: string;
  readonly port?: number;
  readonly adminPort?: number;
  readonly dataFolder: string;
}

/** The overrides, and the faults in them by variable. A variable that is set to nothing is as if not set. */
export function overridesOf(environment: Environment): {
  readonly overrides: Overrides;
  readonly faults: readonly { readonly variable: Variable; readonly message: string }[];
} {
  const faults: { variable: Variable; message: string }[] = [];
  const textOf = (variable: Variable): string | undefined => environment[variable] || undefined;
  const portOf = (variable: Variable): number | undefined => {
    const text = textOf(variable);
    if (text === undefined) return undefined;
    if (/^\d{1,5}$/.test(text) && Number(text) <= 65_535) return Number(text);
    faults.push({ variable, message: 'must be a port: a whole number from 0 to 65535' });
    return undefined;
  };
  const host = textOf('VTG_HOST');
  const port = portOf('VTG_PORT');
  const adminPort = portOf('VTG_ADMIN_PORT');
  const publicUrl = textOf('VTG_PUBLIC_URL');
  if (publicUrl !== undefined && !isPublicUrl(publicUrl)) {
    faults.push({
      variable: 'VTG_PUBLIC_URL',
      message: 'must be an address like https://gateway.example.com',
    });
  }
  const overrides = {
    dataFolder: textOf('VTG_DATA_DIR') ?? DEFAULT_DATA_FOLDER,
    ...(publicUrl === undefined ? {} : { publicUrl }),
    ...(host === undefined ? {} : { host }),
    ...(port === undefined ? {} : { port }),
    ...(adminPort === undefined ? {} : { adminPort }),
  };
  return { overrides, faults };
}
