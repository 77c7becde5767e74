/** Leads a Guid back to its source key: by the codec or, where that cannot, by the key map or as an alias. */
import type { KeyProperty, LookupProperty } from '../model/entity-set';
import type { KeyMap } from '../model/key-map';
import type { DecodeGuid } from '../plan/source-key';
import type { Key } from '../provider-sdk/index';
import type { RowAliases } from './row-aliases';

export function createGuidDecoder(keyMap: KeyMap, aliases: Pick<RowAliases, 'find'>): DecodeGuid {
  return (property: KeyProperty | LookupProperty, guid) => {
    const { codec } = property;
    const decoded = codec.decode(guid);
    switch (decoded.kind) {
      case 'native':
      case 'packed':
        return decoded.parts;
      case 'mapped':
        return keyMap.find(codec.scheme.identity, guid) ?? aliasOf(property, guid);
      case 'foreign':
        return aliasOf(property, guid);
    }
  };

  function aliasOf({ connection, codec }: KeyProperty | LookupProperty, guid: string): Key | undefined {
    return aliases.find({ connection, entity: codec.scheme.identity }, guid);
  }
}
