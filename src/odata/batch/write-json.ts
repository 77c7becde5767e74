/** Writes a JSON tree as text again, each number with the digits it came with. */
import type { JsonTree } from '../body/json-tree';

/** The reader has counted the levels of the tree. */
export function writeJson(tree: JsonTree): string {
  switch (tree.kind) {
    case 'null':
      return 'null';
    case 'boolean':
      return String(tree.value);
    case 'number':
      return tree.text;
    case 'text':
      return JSON.stringify(tree.value);
    case 'list':
      return `[${tree.items.map(writeJson).join(',')}]`;
    case 'object':
      return `{${Array.from(tree.members, writeMember).join(',')}}`;
  }
}

function writeMember([name, value]: readonly [string, JsonTree]): string {
  return `${JSON.stringify(name)}:${writeJson(value)}`;
}
