// SCIM 2.0 at /scim/v2: the town's directory provisions staff and units.
// @standard RFC 7644
import { Type } from 'typebox'
import { machine } from '../../../kernel/access.ts'
import type { Answer } from '../../../kernel/http/answer.ts'
import type { Method, Routes } from '../../../kernel/http/routes.ts'
import type { Visit } from '../../../kernel/http/visit.ts'
import { checkVersion, inScim, listAnswer, pageWanted, type Resource, resourceAnswer, ScimError, scimAnswer } from './answer.ts'
import { resourceTypes, schemas, serviceProviderConfig } from './discovery.ts'
import { type Filter, readFilter } from './filter.ts'
import { changeGroup, createGroup, findGroup, groupAttributes, listGroups, readGroup, removeGroup } from './groups.ts'
import { applyOperations, readOperations } from './patch.ts'
import { readUser, userAttributes } from './sent-user.ts'
import { createUser, findUser, listUsers, removeUser, replaceUser } from './users.ts'

const provision = machine('desk.scim.provision')
const resource = Type.Object(
  { schemas: Type.Array(Type.String()), id: Type.Optional(Type.String()) },
  { additionalProperties: true },
)
const nothing = Type.Null()

type Work = (visit: Visit, body: unknown) => Promise<Answer>

export function scimRoutes(on: Routes): void {
  const route = (method: Method, path: string, summary: string, work: Work): void =>
    on.api(
      `/scim/v2${path}`,
      provision,
      { summary, method, response: method === 'DELETE' ? nothing : resource, perMinute: 1_200 },
      (visit, _query, body) => inScim(() => work(visit, body)),
    )
  route('GET', '/ServiceProviderConfig', 'What this server can', async ({ town }) =>
    scimAnswer(serviceProviderConfig(town.origin)),
  )
  discovery(route, 'ResourceTypes', 'Kinds of resources', resourceTypes)
  discovery(route, 'Schemas', 'Attributes of the resources', schemas)

  route('GET', '/Users', 'Staff of the town', async (visit) => {
    const wanted = pageWanted(visit)
    const { users, total } = await listUsers(visit.town, filterOf(visit), wanted)
    return listAnswer(visit, users, total, wanted.startIndex)
  })
  route('POST', '/Users', 'A new member of staff', async (visit, body) => {
    const id = await createUser(visit.town, readUser(body), visit.now)
    return resourceAnswer(visit, await findUser(visit.town, id), 201)
  })
  route('GET', '/Users/:id', 'One member of staff', async (visit) =>
    resourceAnswer(visit, await findUser(visit.town, idOf(visit))),
  )
  route('PUT', '/Users/:id', 'Replaces a member of staff', async (visit, body) => {
    const sent = readUser(body)
    await replaceUser(visit.town, idOf(visit), sent, (version) => checkVersion(visit, version), visit.now)
    return resourceAnswer(visit, await findUser(visit.town, idOf(visit)))
  })
  route('PATCH', '/Users/:id', 'Changes parts of a member of staff; `active: false` ends everything at once', patchUser)
  route('DELETE', '/Users/:id', 'The person left; everything ends at once', async (visit) => {
    await removeUser(visit.town, idOf(visit), (version) => checkVersion(visit, version), visit.now)
    return gone
  })

  route('GET', '/Groups', 'Units of the town', async (visit) => {
    const wanted = pageWanted(visit)
    const withMembers = !visit.query.excludedAttributes?.toLowerCase().split(',').includes('members')
    const { groups, total } = await listGroups(visit.town, filterOf(visit), { ...wanted, withMembers })
    return listAnswer(visit, groups, total, wanted.startIndex)
  })
  route('POST', '/Groups', 'A new unit', async (visit, body) => {
    const id = await createGroup(visit.town, readGroup(body), visit.now)
    return resourceAnswer(visit, await findGroup(visit.town, id), 201)
  })
  route('GET', '/Groups/:id', 'One unit', async (visit) => resourceAnswer(visit, await findGroup(visit.town, idOf(visit))))
  const change = async (visit: Visit, changed: (group: Resource) => ReturnType<typeof readGroup>): Promise<Answer> => {
    await changeGroup(visit.town, idOf(visit), changed, (version) => checkVersion(visit, version), visit.now)
    return resourceAnswer(visit, await findGroup(visit.town, idOf(visit)))
  }
  route('PUT', '/Groups/:id', 'Replaces a unit and its members', (visit, body) => change(visit, () => readGroup(body)))
  route('PATCH', '/Groups/:id', 'Changes a unit or its members', (visit, body) => {
    const operations = readOperations(body)
    return change(visit, (group) => readGroup(applyOperations(group, operations, groupAttributes)))
  })
  route('DELETE', '/Groups/:id', 'Closes a unit that SCIM made', async (visit) => {
    await removeGroup(visit.town, idOf(visit), (version) => checkVersion(visit, version), visit.now)
    return gone
  })
}

const gone: Answer = { status: 204, type: 'application/scim+json; charset=utf-8', body: '' }
const idOf = ({ params }: Visit): string => params.id ?? ''

function filterOf({ query }: Visit): Filter | undefined {
  return query.filter === undefined || query.filter.trim() === '' ? undefined : readFilter(query.filter)
}

/** The version read first must be the one that is replaced: of two changes at once the second is done on what the first left. */
async function patchUser(visit: Visit, body: unknown): Promise<Answer> {
  const operations = readOperations(body)
  for (let attempt = 1; ; attempt += 1) {
    const user = await findUser(visit.town, idOf(visit))
    const sent = readUser(applyOperations(user, operations, userAttributes))
    const check = (version: string): void => {
      checkVersion(visit, version)
      if (version !== user.meta.version) throw new Changed()
    }
    try {
      await replaceUser(visit.town, idOf(visit), sent, check, visit.now)
      return resourceAnswer(visit, await findUser(visit.town, idOf(visit)))
    } catch (fault) {
      if (!(fault instanceof Changed)) throw fault
      if (attempt === 5) throw new ScimError(409, 'The resource is being changed by somebody else.')
    }
  }
}
class Changed extends Error {}

type Route = (method: Method, path: string, summary: string, work: Work) => void
type Described = { schemas: string[]; id: string }

function discovery(route: Route, name: string, summary: string, list: (origin: string) => readonly Described[]): void {
  route('GET', `/${name}`, summary, async ({ town, query }) => {
    // @standard RFC 7644 section 4: a filter on these is refused.
    if (query.filter !== undefined) throw new ScimError(403, 'This list cannot be filtered.')
    const all = list(town.origin)
    const listed = { totalResults: all.length, startIndex: 1, itemsPerPage: all.length, Resources: all }
    return scimAnswer({ schemas: ['urn:ietf:params:scim:api:messages:2.0:ListResponse'], ...listed })
  })
  route('GET', `/${name}/:id`, summary, async ({ town, params }) => {
    const one = list(town.origin).find(({ id }) => id.toLowerCase() === params.id?.toLowerCase())
    if (!one) throw new ScimError(404, 'There is no such description.')
    return scimAnswer(one)
  })
}
