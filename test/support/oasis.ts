/** The official OData material that tests read as data, and whether it and its tools are on this machine. */
import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import path from 'node:path';

const folder = process.env['VTG_OASIS'] ?? path.resolve(__dirname, '../../../shared/oasis');

/** The path of an OASIS file, or undefined if it is not here. */
export function findOasisFile(name: string): string | undefined {
  const file = path.join(folder, name);
  return existsSync(file) ? file : undefined;
}

/** Whether `xmllint` can be run. */
export function hasXmllint(): boolean {
  try {
    execFileSync('xmllint', ['--version'], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
}

/** What `xmllint` says against a document, with a schema or only as XML; empty if nothing. */
export function lintXml(xml: string, schema?: string): string {
  const check = schema === undefined ? [] : ['--schema', schema];
  try {
    execFileSync('xmllint', ['--noout', '--nonet', ...check, '-'], { input: xml, stdio: 'pipe' });
    return '';
  } catch (error) {
    return String((error as { readonly stderr: Buffer }).stderr);
  }
}
