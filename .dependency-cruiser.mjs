/** Who may import whom: DESIGN 3, each rule with its reason. */

/** The rooms of `src`, from the innermost. */
const room = (name) => `^src/${name}/`;

/** @type {import('dependency-cruiser').IConfiguration} */
export default {
  forbidden: [
    {
      name: 'sdk-stands-alone',
      comment:
        'Provider authors get the contract without the gateway: it imports nothing of ours and no package.',
      severity: 'error',
      from: { path: room('provider-sdk') },
      to: { pathNot: room('provider-sdk') },
    },
    {
      name: 'errors-stand-alone',
      comment: 'Every room may throw a coded error, so the table can depend on none of them.',
      severity: 'error',
      from: { path: '^src/errors\\.ts$' },
      to: { path: '.' },
    },
    {
      name: 'model-knows-contract-and-errors',
      comment: 'The model is what requests are bound to and plans are made of: it must not know either.',
      severity: 'error',
      from: { path: room('model') },
      to: { path: '^(src|providers)/', pathNot: '^src/(model|provider-sdk)/|^src/errors\\.ts$' },
    },
    {
      name: 'odata-and-evaluate-know-the-model',
      comment: 'Protocol and evaluation meet only in the pipeline.',
      severity: 'error',
      from: { path: '^src/(odata|evaluate)/' },
      to: { path: '^(src|providers)/', pathNot: '^src/(model|provider-sdk|$1)/|^src/errors\\.ts$' },
    },
    {
      name: 'fetchxml-knows-the-model-and-how-urls-are-written',
      comment:
        'Text and model in, the text of a URL out: it neither binds nor plans, and any host can call it.',
      severity: 'error',
      from: { path: room('fetchxml') },
      to: {
        path: '^(src|providers)/',
        pathNot:
          '^src/(fetchxml|model|provider-sdk)/|^src/errors\\.ts$|^src/odata/(syntax/(syntax-tree|print-expression)|property-type)\\.ts$',
      },
    },
    {
      name: 'fetchxml-reads-xml-with-saxes',
      comment:
        'Of packages it needs an XML reader only: one that streams, and builds nothing from a DOCTYPE.',
      severity: 'error',
      from: { path: room('fetchxml') },
      to: {
        dependencyTypes: ['npm', 'npm-dev', 'npm-optional', 'npm-peer', 'core'],
        pathNot: 'node_modules/saxes/',
      },
    },
    {
      name: 'plan-knows-the-bound-query',
      comment: 'The planner takes what binding made; of the protocol it knows only that.',
      severity: 'error',
      from: { path: room('plan') },
      to: {
        path: '^(src|providers)/',
        pathNot:
          '^src/(plan|model|evaluate|provider-sdk)/|^src/errors\\.ts$|^src/odata/(read-query|write-request)\\.ts$',
      },
    },
    {
      name: 'cache-knows-the-contract-and-plans',
      comment: 'What is stored, and for how long it is true, does not depend on how it was asked for.',
      severity: 'error',
      from: { path: room('cache') },
      to: { path: '^(src|providers)/', pathNot: '^src/(cache|plan|provider-sdk)/|^src/errors\\.ts$' },
    },
    {
      name: 'record-knows-what-it-notes',
      comment:
        'Of what happened to a request it knows the shape only: recording and its store can never change an answer.',
      severity: 'error',
      from: { path: room('record') },
      to: {
        path: '^(src|providers)/',
        pathNot:
          '^src/(record|provider-sdk)/|^src/errors\\.ts$|^src/plan/read-plan\\.ts$|^src/cache/clock\\.ts$',
      },
    },
    {
      name: 'activity-knows-what-it-counts',
      comment: 'Numbers and what runs now are made of what others tell: counting can never change an answer.',
      severity: 'error',
      from: { path: room('activity') },
      to: {
        path: '^(src|providers)/',
        pathNot: '^src/(activity|record|provider-sdk)/|^src/cache/clock\\.ts$',
      },
    },
    {
      name: 'only-the-store-knows-its-library',
      comment:
        'Kysely and the SQLite worker are loaded late, and can be replaced, behind the store’s interface.',
      severity: 'error',
      from: { path: '^(src|providers)/', pathNot: '^src/record/store/' },
      to: { path: 'node_modules/kysely/' },
    },
    {
      name: 'gateway-is-free-of-the-server',
      comment: 'The pipelines run without Nest, in tests and in other hosts.',
      severity: 'error',
      from: { path: room('gateway') },
      to: { path: '^src/(server|cli|main)|^providers/' },
    },
    {
      name: 'frameworks-only-in-server',
      comment: 'Nest and Fastify are the outermost layer and can be replaced there.',
      severity: 'error',
      from: { path: '^(src|providers)/', pathNot: '^src/server/|^src/main\\.ts$' },
      to: { path: 'node_modules/(@nestjs|fastify|@fastify|rxjs)/' },
    },
    {
      name: 'pure-rooms-use-no-package',
      comment:
        'Parse, bind, plan and evaluate are functions over data; what they need of a library would be their own craft.',
      severity: 'error',
      from: { path: '^src/(odata|plan|evaluate)/' },
      to: { dependencyTypes: ['npm', 'npm-dev', 'npm-optional', 'npm-peer', 'core'] },
    },
    {
      name: 'one-file-loads-providers',
      comment: 'The list of built-in providers is in one place.',
      severity: 'error',
      from: { path: '^src/', pathNot: '^src/server/built-in-providers\\.ts$' },
      to: { path: '^providers/' },
    },
    {
      name: 'providers-know-the-contract-only',
      comment: 'A provider must be able to live in a package of its own.',
      severity: 'error',
      from: { path: '^providers/([^/]+)/' },
      to: { path: '^(src|providers)/', pathNot: '^src/provider-sdk/|^providers/$1/' },
    },
    {
      name: 'simulator-stands-alone',
      comment: 'Written from the facts, not from the provider’s needs, it can prove the provider wrong.',
      severity: 'error',
      from: { path: '^providers/finance-operations/simulator/' },
      to: { path: '^(src|providers)/', pathNot: '^providers/finance-operations/simulator/' },
    },
    {
      name: 'console-knows-types-of-the-api',
      comment:
        'The console runs in a browser: of the gateway it knows what the admin API answers, as types, and the table of errors.',
      severity: 'error',
      from: { path: '^console/' },
      to: {
        path: '^(src|providers)/',
        pathNot:
          '^src/record/|^src/errors\\.ts$|^src/server/admin/(answers|rights)\\.ts$|^src/plan/(explain|read-plan)\\.ts$|^src/gateway/explain-read\\.ts$',
      },
    },
    {
      name: 'console-takes-types-only',
      comment: 'What is no type would be built into the page; the table of errors is meant to be.',
      severity: 'error',
      from: { path: '^console/' },
      to: { path: '^src/', pathNot: '^src/errors\\.ts$', dependencyTypesNot: ['type-only'] },
    },
    {
      name: 'nobody-needs-the-console',
      comment: 'The gateway serves its built files, and runs without them.',
      severity: 'error',
      from: { path: '^(src|providers)/' },
      to: { path: '^console/' },
    },
    {
      name: 'no-circular',
      comment: 'Two files that need each other are one file, or three.',
      severity: 'error',
      from: {},
      to: { circular: true },
    },
    {
      name: 'no-orphans',
      comment: 'A file that nobody imports and that imports nothing is dead.',
      severity: 'error',
      from: { orphan: true, path: '^(src|providers|console/src)/' },
      to: {},
    },
    {
      name: 'resolvable',
      comment: 'What cannot be resolved is missing from package.json.',
      severity: 'error',
      from: {},
      to: { couldNotResolve: true },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'require', 'node', 'default', 'types'],
    },
  },
};
