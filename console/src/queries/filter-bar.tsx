/** The filters as fields; what is typed goes into the address a moment later. */
import { Button, Collapse, Group, NativeSelect, SimpleGrid, TextInput } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { type ReactElement, type ReactNode, useEffect, useState } from 'react';
import { filterFields, type FilterName, filterNames, type Filters, firstFilters } from './filters';

interface Properties {
  readonly filters: Filters;
  readonly onChange: (filters: Filters) => void;
  /** Further buttons at the end of the first row. */
  readonly children: ReactNode;
}

const furtherFilters = filterNames.filter((name) => !firstFilters.includes(name));

export function FilterBar({ filters, onChange, children }: Properties): ReactElement {
  const active = furtherFilters.filter((name) => filters[name] !== undefined).length;
  const [isOpen, { toggle }] = useDisclosure(active > 0);
  const field = (name: FilterName): ReactElement => (
    <Field
      key={name}
      name={name}
      value={filters[name] ?? ''}
      onChange={(value) => onChange({ ...filters, [name]: value })}
    />
  );
  return (
    <search>
      <SimpleGrid cols={{ base: 2, sm: 3, lg: 6 }} spacing="xs" verticalSpacing={6}>
        {firstFilters.map(field)}
      </SimpleGrid>
      <Collapse expanded={isOpen} keepMounted={false}>
        <SimpleGrid cols={{ base: 2, sm: 4, lg: 6 }} spacing="xs" verticalSpacing={6} mt={6}>
          {furtherFilters.map(field)}
        </SimpleGrid>
      </Collapse>
      <Group gap="xs" mt="xs">
        <Button variant="default" onClick={toggle} aria-expanded={isOpen}>
          {isOpen ? 'Fewer filters' : 'More filters'}
          {active > 0 && !isOpen ? ` (${active})` : ''}
        </Button>
        <Button variant="default" disabled={Object.keys(filters).length === 0} onClick={() => onChange({})}>
          Clear
        </Button>
        {children}
      </Group>
    </search>
  );
}

interface FieldProperties {
  readonly name: FilterName;
  readonly value: string;
  readonly onChange: (value: string) => void;
}

function Field({ name, value, onChange }: FieldProperties): ReactElement {
  const { label, kind, choices = [], hint } = filterFields[name];
  if (kind === 'choice') {
    return (
      <NativeSelect
        label={label}
        value={value}
        onChange={({ currentTarget }) => onChange(currentTarget.value)}
        data={[
          { value: '', label: 'All' },
          ...choices.map(([choice, text]) => ({ value: choice, label: text })),
          // A single status, or a span that somebody wrote into the address.
          ...(value === '' || choices.some(([choice]) => choice === value) ? [] : [value]),
        ]}
      />
    );
  }
  return <TypedField label={label} hint={hint ?? ''} {...{ name, kind, value, onChange }} />;
}

const PAUSE_MILLISECONDS = 350;

interface TypedProperties extends FieldProperties {
  readonly label: string;
  readonly hint: string;
  readonly kind: 'text' | 'number' | 'instant';
}

function TypedField({ name, label, hint, kind, value, onChange }: TypedProperties): ReactElement {
  const [draft, setDraft] = useState(shown(kind, value));
  const [seen, setSeen] = useState(value);
  if (seen !== value) {
    setSeen(value);
    setDraft(shown(kind, value));
  }
  const typed = meant(kind, draft);
  useEffect(() => {
    if (typed === value) return undefined;
    const timer = setTimeout(() => onChange(typed), PAUSE_MILLISECONDS);
    return () => clearTimeout(timer);
  }, [typed, value, onChange]);
  return (
    <TextInput
      label={label}
      type={kind === 'instant' ? 'datetime-local' : kind}
      min={0}
      maxLength={200}
      placeholder={hint}
      value={draft}
      onChange={({ currentTarget }) => setDraft(currentTarget.value)}
      {...(name === 'url' ? { 'data-search': true } : {})}
    />
  );
}

/** An instant stands in the address as the API takes it, in the field as the browser does: local, to the minute. */
function shown(kind: FieldKind, value: string): string {
  if (kind !== 'instant' || value === '') return value;
  const instant = Number(value);
  if (!Number.isFinite(instant) || Math.abs(instant) > 8.64e15) return '';
  return new Date(instant - new Date(instant).getTimezoneOffset() * 60_000).toISOString().slice(0, 16);
}

function meant(kind: FieldKind, draft: string): string {
  if (kind !== 'instant' || draft === '') return draft.trim();
  const instant = new Date(draft).getTime();
  return Number.isFinite(instant) ? String(instant) : '';
}

type FieldKind = TypedProperties['kind'];
