/** Exports what the filters let through, as a file that the gateway writes. */
import { Button, Menu } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import type { ReactElement } from 'react';
import { addressOf, send } from '../api/client';
import { download } from '../pieces/download';
import { type Filters, parametersOf } from './filters';

const formats = { csv: 'CSV, for Excel', ndjson: 'NDJSON, one record a line' } as const;
type Format = keyof typeof formats;

export function ExportMenu({ filters }: { readonly filters: Filters }): ReactElement {
  // Not a link: that would carry no key.
  const { mutate, isPending, isError } = useMutation({
    mutationFn: async (format: Format) => {
      const address = addressOf('/api/queries/export', { format, ...parametersOf(filters, Date.now()) });
      download(`queries.${format}`, await (await send('GET', address, {})).blob());
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
        {(Object.keys(formats) as Format[]).map((format) => (
          <Menu.Item key={format} onClick={() => mutate(format)}>
            {formats[format]}
          </Menu.Item>
        ))}
      </Menu.Dropdown>
    </Menu>
  );
}
