/** What a capture kept of the request. Fetched only when it is asked for: each look is in the audit. */
import { Button, Text } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import type { ReactElement } from 'react';
import type { Payload } from '../../../src/server/admin/answers';
import { ApiError } from '../api/api-error';
import { get } from '../api/client';
import { Failed } from '../pieces/states';
import { useRight } from '../shell/session-context';
import { Section } from './section';

export function PayloadSection({ id }: { readonly id: string }): ReactElement | undefined {
  const maySee = useRight('payloads');
  const looking = useMutation({
    mutationFn: () => get<Payload>(`/api/queries/${encodeURIComponent(id)}/payload`),
  });
  if (!maySee) return undefined;
  const { data, error, isPending, mutate } = looking;
  const isNothing = error instanceof ApiError && error.status === 404;
  return (
    <Section
      title="Captured payload"
      aside={
        <Button variant="default" loading={isPending} onClick={() => mutate()}>
          Show
        </Button>
      }
    >
      <div aria-live="polite">
        {data === undefined && error === null && (
          <Text size="sm" c="dimmed">
            The URL with its literals and the body of a change, if a capture was running. Each look is in the
            audit.
          </Text>
        )}
        {isNothing && <Text size="sm">Nothing was captured of this request, or not any more.</Text>}
        {error !== null && !isNothing && <Failed error={error} />}
        {data !== undefined && (
          <>
            <div className="verbatim">{decoded(data.url)}</div>
            {data.body !== undefined && <div className="verbatim payload-body">{data.body}</div>}
          </>
        )}
      </div>
    </Section>
  );
}

/** To be read: what separates parts of a URL stays encoded, and so does what nobody can decode. */
function decoded(url: string): string {
  try {
    return decodeURI(url);
  } catch {
    return url;
  }
}
