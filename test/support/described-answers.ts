/** Whether what the admin API answers is what its OpenAPI document says, and nothing beyond that. */
import Ajv from 'ajv/dist/2020';
import { isRecord } from '../../src/provider-sdk/index';

const JSON_TYPE = 'application/json';

const components = ['components', 'schemas'];

interface Answer {
  readonly status: number;
  readonly headers: { readonly 'content-type'?: string | undefined };
  readonly body: string;
}

export class DescribedAnswers {
  readonly #ajv = new Ajv({ allErrors: true, allowUnionTypes: true });

  constructor(private readonly description: { readonly paths: object }) {
    this.#ajv.addVocabulary(['openapi', 'info', 'servers', 'tags', 'paths', 'components']);
    this.#ajv.addSchema(closed(description) as object, 'api');
  }

  /** Of what answers a request, line by line if it is NDJSON. */
  faultsOf(method: string, address: string, { status, headers, body }: Answer): readonly string[] {
    const path = this.#pathOf(address);
    const type = /^[^;]*/.exec(headers['content-type'] ?? '')?.[0];
    if (status >= 400) return this.#faults([...components, 'Error'], JSON.parse(body));
    if (type === 'application/x-ndjson') {
      const lines = body.split('\n').filter((line) => line !== '');
      return lines.flatMap((line) => this.#faults([...components, 'RecordSummary'], JSON.parse(line)));
    }
    if (type !== JSON_TYPE) return [];
    const response = ['paths', path, method.toLowerCase(), 'responses', String(status)];
    return this.#faults([...response, 'content', JSON_TYPE, 'schema'], JSON.parse(body));
  }

  /** @param text of the stream of events */
  faultsOfEvents(text: string): readonly string[] {
    return [...text.matchAll(/^event: (.*)\ndata: (.*)$/gm)].flatMap(([, name = '', content = '']) =>
      this.#faults([...components, 'LiveEvents', 'properties', name], JSON.parse(content)),
    );
  }

  #pathOf(address: string): string {
    const [asked = ''] = address.split('?', 1);
    const paths = Object.keys(this.description.paths);
    if (paths.includes(asked)) return asked;
    return paths.find((path) => new RegExp(`^${path.replaceAll(/\{\w+\}/g, '[^/]+')}$`).test(asked)) ?? asked;
  }

  #faults(place: readonly string[], value: unknown): readonly string[] {
    const pointer = place.map((step) => encodeURIComponent(step.replaceAll('~', '~0').replaceAll('/', '~1')));
    const $ref = `api#/${pointer.join('/')}`;
    const validate = this.#ajv.getSchema($ref);
    if (validate === undefined) return [`${place.join(' ')} is not described`];
    void validate(value);
    return (validate.errors ?? []).map(
      ({ instancePath, message = '', params }) => `${instancePath} ${message} ${JSON.stringify(params)}`,
    );
  }
}

/** Members that are not described are faults here, though clients must bear them. */
function closed(part: unknown): unknown {
  if (Array.isArray(part)) return part.map(closed);
  if (!isRecord(part)) return part;
  const members = Object.fromEntries(Object.entries(part).map(([name, value]) => [name, closed(value)]));
  const isOpen = part['type'] === 'object' && isRecord(part['properties']);
  return isOpen ? { additionalProperties: false, ...members } : members;
}
