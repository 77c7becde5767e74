/** Every customer of the demo has a key that decodes without any store: packed, never mapped. So have most other rows. */
import { entityPack } from '../../../providers/finance-operations/entity-pack';
import { startSimulator } from '../../../providers/finance-operations/simulator/simulator';
import { createKeyCodec } from '../../../src/model/key-codec';

interface KeyPage {
  readonly value: readonly Readonly<Record<string, string>>[];
  readonly '@odata.nextLink'?: string;
}

const sets = Object.entries(entityPack).filter(([name]) =>
  ['Customers', 'CustomerGroups', 'Vendors', 'PaymentTerms'].includes(name),
);

test.each(sets)('%s', async (_, { entity, key }) => {
  const simulator = await startSimulator({ auth: 'none' });
  try {
    const codec = createKeyCodec({ identity: entity, parts: key.from.map(() => 'String'), version: 1 });
    const guids = new Set<string>();
    let rows = 0;
    let url: string | undefined =
      `${simulator.url}/data/${entity}?cross-company=true&$select=${key.from.join(',')}`;
    while (url !== undefined) {
      const page = (await (await fetch(url)).json()) as KeyPage;
      for (const row of page.value) {
        const parts = key.from.map((column) => row[column] ?? '');
        const { kind, guid } = codec.encode(parts);
        if (kind !== 'packed') throw new Error(`${parts.join('|')} is ${kind}`);
        const decoded = codec.decode(guid);
        if (decoded.kind !== 'packed' || String(decoded.parts) !== String(parts))
          throw new Error(`${guid} is not ${parts.join('|')}`);
        guids.add(guid);
        rows++;
      }
      url = page['@odata.nextLink'];
    }
    expect(rows).toBeGreaterThan(0);
    expect(guids.size).toBe(rows);
  } finally {
    await simulator.close();
  }
});
