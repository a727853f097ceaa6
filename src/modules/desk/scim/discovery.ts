// What this server can, in SCIM's own words.
// @standard RFC 7643 sections 5 to 7

import { enterprise } from './filter.ts'
import { groupSchema } from './groups.ts'
import { userSchema } from './users.ts'

const meta = (origin: string, resourceType: string, path: string) => ({ resourceType, location: `${origin}/scim/v2/${path}` })

export const serviceProviderConfig = (origin: string) => ({
  schemas: ['urn:ietf:params:scim:schemas:core:2.0:ServiceProviderConfig'],
  patch: { supported: true },
  bulk: { supported: false, maxOperations: 0, maxPayloadSize: 0 },
  filter: { supported: true, maxResults: 200 },
  changePassword: { supported: false },
  sort: { supported: false },
  etag: { supported: true },
  authenticationSchemes: [
    {
      type: 'oauthbearertoken',
      name: 'Bearer token',
      description: 'A token of this town, made with `stadttor machine-token create` or on the desk.',
      specUri: 'https://www.rfc-editor.org/rfc/rfc6750',
      primary: true,
    },
  ],
  meta: meta(origin, 'ServiceProviderConfig', 'ServiceProviderConfig'),
})

export const resourceTypes = (origin: string) => [
  {
    schemas: ['urn:ietf:params:scim:schemas:core:2.0:ResourceType'],
    id: 'User',
    name: 'User',
    endpoint: '/Users',
    description: 'Member of staff',
    schema: userSchema,
    schemaExtensions: [{ schema: enterprise, required: false }],
    meta: meta(origin, 'ResourceType', 'ResourceTypes/User'),
  },
  {
    schemas: ['urn:ietf:params:scim:schemas:core:2.0:ResourceType'],
    id: 'Group',
    name: 'Group',
    endpoint: '/Groups',
    description: 'Unit of the organisation',
    schema: groupSchema,
    meta: meta(origin, 'ResourceType', 'ResourceTypes/Group'),
  },
]

type Mutability = 'readWrite' | 'readOnly'
type Attribute = {
  name: string
  type: string
  multiValued: boolean
  required: boolean
  caseExact: boolean
  mutability: Mutability
  returned: string
  uniqueness: string
  description: string
  subAttributes?: Attribute[]
}

const attribute = (name: string, description: string, own: Partial<Attribute> = {}): Attribute => ({
  name,
  type: 'string',
  multiValued: false,
  required: false,
  caseExact: false,
  mutability: 'readWrite',
  returned: 'default',
  uniqueness: 'none',
  description,
  ...own,
})
const complex = (name: string, description: string, subAttributes: Attribute[], own: Partial<Attribute> = {}): Attribute =>
  attribute(name, description, { type: 'complex', subAttributes, ...own })
const entries = (name: string, description: string): Attribute =>
  complex(
    name,
    description,
    [attribute('value', 'Value'), attribute('type', 'Kind'), attribute('primary', 'First', { type: 'boolean' })],
    { multiValued: true },
  )

export const schemas = (origin: string) => [
  schema(origin, userSchema, 'User', 'Member of staff', [
    attribute('userName', 'Name in the directory of the town', { required: true, uniqueness: 'server' }),
    complex('name', 'Name', [attribute('givenName', 'First name'), attribute('familyName', 'Last name')]),
    ...['displayName', 'nickName', 'title', 'preferredLanguage', 'locale', 'timezone', 'userType'].map((name) =>
      attribute(name, name),
    ),
    attribute('active', 'Whether the person works here', { type: 'boolean' }),
    entries('emails', 'Mail addresses on duty'),
    entries('phoneNumbers', 'Phone numbers on duty'),
    complex('groups', 'Units', [attribute('value', 'Id'), attribute('display', 'Name')], {
      multiValued: true,
      mutability: 'readOnly',
    }),
  ]),
  schema(origin, groupSchema, 'Group', 'Unit of the organisation', [
    attribute('displayName', 'Name of the unit', { required: true }),
    complex(
      'members',
      'Confirmed members',
      [attribute('value', 'Id of a user'), attribute('$ref', 'Address', { type: 'reference' })],
      { multiValued: true },
    ),
  ]),
  schema(origin, enterprise, 'EnterpriseUser', 'Member of staff in the organisation', [
    attribute('department', 'Key or name of a unit; makes the person its member'),
    attribute('employeeNumber', 'Number'),
    attribute('organization', 'Organisation'),
  ]),
]

const schema = (origin: string, id: string, name: string, description: string, attributes: Attribute[]) => ({
  schemas: ['urn:ietf:params:scim:schemas:core:2.0:Schema'],
  id,
  name,
  description,
  attributes,
  meta: meta(origin, 'Schema', `Schemas/${id}`),
})
