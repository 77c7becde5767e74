/** Notes which methods each address takes: Fastify finds a route by its pattern, and none by an address that fits one. */
import type { FastifyInstance } from 'fastify';

declare module 'fastify' {
  interface FastifyInstance {
    /** The methods that a path without its query takes; none where nothing is. */
    methodsAt(path: string): readonly string[];
  }
}

interface Route {
  readonly methods: readonly string[];
  /** What stands between the slashes. */
  readonly steps: readonly string[];
}

/** To be called before there are any. */
export function noteRoutes(fastify: FastifyInstance): void {
  const routes: Route[] = [];
  fastify.addHook('onRoute', ({ method, url }) => {
    // That is the console's, for all that nobody else takes.
    if (!url.includes('*')) routes.push({ methods: [method].flat(), steps: url.split('/') });
  });
  fastify.decorate('methodsAt', (path: string) => {
    const steps = path.split('/');
    const found = routes.filter((route) => fits(route.steps, steps)).flatMap(({ methods }) => methods);
    return [...new Set(found)].toSorted();
  });
}

function fits(pattern: Route['steps'], steps: Route['steps']): boolean {
  return (
    pattern.length === steps.length &&
    pattern.every((step, index) => (step.startsWith(':') ? steps[index] !== '' : step === steps[index]))
  );
}
