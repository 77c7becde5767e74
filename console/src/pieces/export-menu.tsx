/** Exports records as a file that the gateway writes. */
import { Button, Menu } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import type { ReactElement } from 'react';
import { addressOf, type Parameters, send } from '../api/client';
import { download } from './download';

const formats = { csv: 'CSV, for Excel', ndjson: 'NDJSON, one record a line' } as const;
type Format = keyof typeof formats;

interface Properties {
  readonly what: 'queries' | 'writes';
  /** Asked for when the export is: a span of time ends then. */
  readonly filter: () => Parameters;
}

export function ExportMenu({ what, filter }: Properties): ReactElement {
  // Not a link: that would carry no key.
  const { mutate, isPending, isError } = useMutation({
    mutationFn: async (format: Format) => {
      const address = addressOf(`/api/${what}/export`, { format, ...filter() });
      download(`${what}.${format}`, await (await send('GET', address, {})).blob());
    },
  });
  return (
    <Menu position="bottom-start">
      <Menu.Target>
        <Button variant="default" loading={isPending}>
          {isError ? 'Export failed' : 'Export'}
        </Button>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Label>Up to 100,000 records, the newest first</Menu.Label>
        {(Object.keys(formats) as Format[]).map((format) => (
          <Menu.Item key={format} onClick={() => mutate(format)}>
            {formats[format]}
          </Menu.Item>
        ))}
      </Menu.Dropdown>
    </Menu>
  );
}
