/** Giving memory back collects garbage once, and leaves nothing open behind it. */
import { settleMemory } from '../../src/server/settle-memory';

const servers = (): number =>
  process.getActiveResourcesInfo().filter((resource) => resource === 'TCPServerWrap').length;

describe('settleMemory', () => {
  it('collects what nobody holds any more, and closes the server that it did so in', async () => {
    const before = servers();
    const garbage = new WeakRef({ held: 'by nobody' });
    await new Promise((resolve) => setImmediate(resolve));
    await settleMemory();
    await new Promise((resolve) => setTimeout(resolve, 20));
    expect(garbage.deref()).toBeUndefined();
    expect(servers()).toBe(before);
  });
});
