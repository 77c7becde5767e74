/** Leads a Guid back to its source key, by the codec or, where that cannot, by the key map. */
import type { KeyProperty, LookupProperty } from '../model/entity-set';
import type { KeyMap } from '../model/key-map';
import type { DecodeGuid } from '../plan/source-key';

export function createGuidDecoder(keyMap: KeyMap): DecodeGuid {
  return ({ codec }: KeyProperty | LookupProperty, guid) => {
    const decoded = codec.decode(guid);
    switch (decoded.kind) {
      case 'native':
      case 'packed':
        return decoded.parts;
      case 'mapped':
        return keyMap.find(codec.scheme.identity, guid);
      case 'foreign':
        return undefined;
    }
  };
}
