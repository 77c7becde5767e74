/** Leads a Guid back to its source key: by the codec or, where that cannot, by the key map or as an alias. */
import { RequestError } from '../errors';
import type { KeyProperty, LookupProperty } from '../model/entity-set';
import type { KeyMap } from '../model/key-map';
import type { DecodeGuid } from '../plan/source-key';
import type { Key } from '../provider-sdk/index';
import type { RowAliases } from './row-aliases';

/** What it gives throws UpstreamUnavailable while the files cannot be read: that there is no such row would be a lie. */
export function createGuidDecoder(keyMap: KeyMap, aliases: Pick<RowAliases, 'find'>): DecodeGuid {
  return (property: KeyProperty | LookupProperty, guid) => {
    const { codec } = property;
    const decoded = codec.decode(guid);
    switch (decoded.kind) {
      case 'native':
      case 'packed':
        return decoded.parts;
      case 'mapped':
        return reach(() => keyMap.find(codec.scheme.identity, guid)) ?? aliasOf(property, guid);
      case 'foreign':
        return aliasOf(property, guid);
    }
  };

  function aliasOf({ connection, codec }: KeyProperty | LookupProperty, guid: string): Key | undefined {
    return reach(() => aliases.find({ connection, entity: codec.scheme.identity }, guid));
  }
}

function reach<Found>(find: () => Found): Found {
  try {
    return find();
  } catch (cause) {
    throw new RequestError('UpstreamUnavailable', 'What this Guid stands for cannot be looked up just now.', {
      cause,
      retryAfter: 5,
    });
  }
}
