import { memoryConfiguration } from './support/memory-configuration';
import { startGateway, temporaryFolder, type RunningGateway } from './support/start-gateway';
const folder = temporaryFolder();
let running: RunningGateway;
beforeAll(async () => { running = await startGateway(memoryConfiguration, folder.path); });
afterAll(async () => { await running?.close(); folder.remove(); });
test('x', async () => {
  for (const t of ['things/$metadata', 'things/Readings','asTheyAre/$metadata', 'asTheyAre/Readings', 'asTheyAre/Readings?$filter=Exact eq 9007199254740993.0000000001', "asTheyAre/Readings?$filter=Code eq 'a-1'", "things/Readings?$filter=Code eq 'a-1'", 'things/Readings?$orderby=constructor,toString desc&$select=constructor,toString'])
   process.stdout.write((await running.data.get(`/odata/${t.replaceAll(' ','%20')}`)).body.replaceAll('><','>\n<') + '\n\n');
});
