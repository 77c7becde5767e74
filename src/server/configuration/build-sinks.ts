/** Completes the sinks of records out of their settings. */
import type { RecordKeeping } from './configuration';
import { parseDuration } from './quantity';
import type { SinkSettings } from './sink-settings';

export function buildSinks(settings: SinkSettings | undefined): RecordKeeping['sinks'] {
  if (settings?.http === undefined) return { stdout: settings?.stdout ?? false };
  const { url, header, secret, timeout } = settings.http;
  return {
    stdout: settings.stdout,
    http: {
      url,
      timeout: parseDuration(timeout),
      ...(secret === undefined ? {} : { key: { header: header.toLowerCase(), secret } }),
    },
  };
}
