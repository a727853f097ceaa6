// The machine interfaces of the house as one OpenAPI document, drawn from the same schemas that check the requests.
import type { TSchema } from 'typebox'
import type { RouteEntry } from './routes.ts'

type Properties = { properties?: Record<string, TSchema>; required?: string[] }

function parametersOf(schema: TSchema | undefined, place: 'query' | 'path') {
  const { properties = {}, required = [] } = (schema ?? {}) as Properties
  return Object.entries(properties).map(([name, property]) => ({
    name,
    in: place,
    required: place === 'path' || (required.includes(name) && !('default' in property)),
    schema: property,
  }))
}

/** Parts of an address that no schema describes. */
const namedIn = (path: string) =>
  [...path.matchAll(/:([a-zA-Z]+)/g)].map(([, name]) => ({ name, in: 'path', required: true, schema: { type: 'string' } }))

/** @standard OpenAPI 3.1.0 */
export function openApiDocument(routes: readonly RouteEntry[], server: string) {
  const paths: Record<string, Record<string, unknown>> = {}
  for (const { path, method, module, api, access } of routes) {
    if (!api) continue
    const sent = api.body ?? api.describedBody
    const address = path.replace(/:([a-zA-Z]+)/g, '{$1}')
    paths[address] = {
      ...paths[address],
      [method.toLowerCase()]: {
        operationId: `${method.toLowerCase()}${address.replace(/[^a-zA-Z0-9]+(.)?/g, (_all, next: string | undefined) => (next ?? '').toUpperCase())}`,
        summary: api.summary,
        tags: [module],
        security: access.who === 'anyone' ? [] : access.who === 'machine' ? [{ token: [] }] : [{ session: [] }],
        parameters: [...(api.params ? parametersOf(api.params, 'path') : namedIn(path)), ...parametersOf(api.query, 'query')],
        ...(sent && { requestBody: { required: true, content: { 'application/json': { schema: sent } } } }),
        responses: {
          '200': { description: 'OK', content: { 'application/json': { schema: api.response } } },
          '400': {
            description: 'A parameter is wrong; `detail` says which',
            content: { 'application/problem+json': { schema: problem } },
          },
          '404': { description: 'Not there, or not in this town', content: { 'application/problem+json': { schema: problem } } },
        },
      },
    }
  }
  return {
    openapi: '3.1.0',
    info: { title: 'Stadttor', version: '1', license: { name: 'EUPL-1.2', identifier: 'EUPL-1.2' } },
    servers: [{ url: server }],
    paths,
    components: {
      securitySchemes: {
        session: { type: 'apiKey', in: 'cookie', name: '__Host-session' },
        token: { type: 'http', scheme: 'bearer' },
      },
    },
  }
}

/** @standard RFC 9457 */
const problem = {
  type: 'object',
  required: ['type', 'status', 'title'],
  properties: {
    type: { type: 'string' },
    status: { type: 'integer' },
    title: { type: 'string' },
    detail: { type: 'string' },
    instance: { type: 'string' },
  },
}
