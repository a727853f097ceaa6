// A real OpenID provider beside the server of a demonstration, with invented persons at each level; tests start the same one.
import { generateKeyPairSync, randomBytes } from 'node:crypto'
import { createServer, type IncomingMessage, type RequestListener, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { type DemoPerson, demoPersons } from './demo-persons.ts'

export type DemoClient = { id: string; kind: DemoPerson['kind']; redirectUri: string; afterSignOut: string }

type Interaction = { uid: string; params: { client_id: string } }
type Grant = { addOIDCScope: (scope: string) => void; save: () => Promise<string> }
type Context = {
  oidc: { client: { clientId: string }; session: { accountId: string }; provider: { Grant: new (of: object) => Grant } }
  body: unknown
}
type Provider = {
  callback: () => RequestListener
  interactionDetails: (request: IncomingMessage, response: ServerResponse) => Promise<Interaction>
  interactionFinished: (request: IncomingMessage, response: ServerResponse, result: object, options: object) => Promise<void>
}

/** The package has no types; only a demonstration and the tests load it at all. */
const packageName: string = 'oidc-provider'

export type Jwk = Record<string, unknown>
export function newSigningKey(): Jwk {
  const jwk = generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey.export({ format: 'jwk' }) as Jwk
  return { ...jwk, kid: randomBytes(6).toString('hex'), use: 'sig', alg: 'RS256' }
}

type Stored = { uid?: string; grantId?: string; consumed?: number }
const stored = new Map<string, Stored>()

/** What the package keeps its own records with. */
class Memory {
  readonly #kind: string
  constructor(kind: string) {
    this.#kind = kind
  }
  async upsert(id: string, record: Stored): Promise<void> {
    if (stored.size > 10_000) stored.clear()
    stored.set(`${this.#kind} ${id}`, record)
  }
  async find(id: string): Promise<Stored | undefined> {
    return stored.get(`${this.#kind} ${id}`)
  }
  async findByUid(uid: string): Promise<Stored | undefined> {
    return [...stored].find(([key, record]) => key.startsWith(`${this.#kind} `) && record.uid === uid)?.[1]
  }
  async findByUserCode(): Promise<undefined> {
    return undefined
  }
  async consume(id: string): Promise<void> {
    const record = stored.get(`${this.#kind} ${id}`)
    if (record) record.consumed = Math.floor(Date.now() / 1000)
  }
  async destroy(id: string): Promise<void> {
    stored.delete(`${this.#kind} ${id}`)
  }
  async revokeByGrantId(grantId: string): Promise<void> {
    for (const [key, record] of stored) if (record.grantId === grantId) stored.delete(key)
  }
}

/** Answers every request of an OpenID provider at `issuer`. */
export async function makeDemoProvider(
  issuer: string,
  clients: readonly DemoClient[],
  key: Jwk,
  persons: readonly DemoPerson[] = demoPersons,
): Promise<RequestListener> {
  const { default: OidcProvider } = (await import(packageName)) as { default: new (issuer: string, setup: object) => Provider }
  const provider = new OidcProvider(issuer, {
    clients: clients.map(({ id, redirectUri, afterSignOut }) => ({
      client_id: id,
      token_endpoint_auth_method: 'none',
      redirect_uris: [redirectUri],
      post_logout_redirect_uris: [afterSignOut],
      grant_types: ['authorization_code'],
      response_types: ['code'],
    })),
    adapter: Memory,
    jwks: { keys: [key] },
    cookies: { keys: [randomBytes(24).toString('hex')] },
    pkce: { required: () => true },
    conformIdTokenClaims: false,
    acrValues: [...new Set(persons.flatMap(({ acr }) => acr ?? []))],
    claims: {
      openid: ['sub', 'acr', 'amr', 'groups', 'organisation', 'organisation_id', 'organisation_role'],
      profile: ['name', 'given_name', 'family_name', 'birthdate', 'address'],
      email: ['email', 'email_verified'],
    },
    features: {
      devInteractions: { enabled: false },
      rpInitiatedLogout: { enabled: true, logoutSource, postLogoutSuccessSource },
    },
    interactions: { url: (_context: unknown, { uid }: Interaction) => `/interaction/${uid}` },
    ttl: { AccessToken: 300, AuthorizationCode: 60, IdToken: 300, Interaction: 1800, Session: 3600, Grant: 3600 },
    findAccount: (_context: unknown, sub: string) => {
      const person = persons.find((one) => one.sub === sub)
      return person && { accountId: sub, claims: () => ({ sub, acr: person.acr, amr: person.amr, ...person.claims }) }
    },
    loadExistingGrant: async ({ oidc }: Context) => {
      const { client, session } = oidc
      const grant = new oidc.provider.Grant({ clientId: client.clientId, accountId: session.accountId })
      grant.addOIDCScope('openid profile email')
      await grant.save()
      return grant
    },
  })
  const others = provider.callback()
  return (request, response) => {
    if (!request.url?.startsWith('/interaction/')) return others(request, response)
    interact(provider, { clients, persons }, request, response).catch(() => {
      response.statusCode = 400
      response.end('This sign-in is over. Go back and begin again.')
    })
    return undefined
  }
}

async function interact(
  provider: Provider,
  { clients, persons }: { clients: readonly DemoClient[]; persons: readonly DemoPerson[] },
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const { uid, params } = await provider.interactionDetails(request, response)
  const kind = clients.find(({ id }) => id === params.client_id)?.kind
  if (request.method !== 'POST') {
    response.setHeader('content-type', 'text/html; charset=utf-8')
    response.end(
      choicePage(
        uid,
        persons.filter((person) => person.kind === kind),
      ),
    )
    return
  }
  let body = ''
  for await (const chunk of request) body += chunk
  const chosen = persons.find(({ sub }) => sub === new URLSearchParams(body).get('person'))
  const login = chosen && { accountId: chosen.sub, acr: chosen.acr, amr: chosen.amr, remember: false }
  const cancelled = { error: 'access_denied', error_description: 'cancelled by the person' }
  await provider.interactionFinished(request, response, login ? { login } : cancelled, { mergeWithLastSubmission: false })
}

const document = (title: string, body: string): string =>
  `<!doctype html><html lang="de"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>${title}</title></head><body><main><h1>${title}</h1>${body}</main></body></html>`

const choicePage = (uid: string, persons: readonly DemoPerson[]): string =>
  document(
    'Beispiel: Ausweis-Dienst der Vorführung',
    `<p>Alle Personen sind erfunden. / All persons are invented.</p><form method="post" action="/interaction/${uid}">${persons
      .map(({ sub, line }) => `<p><button name="person" value="${sub}">${line}</button></p>`)
      .join('')}<p><button name="person" value="">Abbrechen / Cancel</button></p></form>`,
  )

const logoutSource = (context: Context, form: string): void => {
  context.body = document(
    'Beispiel: Abmelden beim Ausweis-Dienst',
    `${form}<button type="submit" form="op.logoutForm" name="logout" value="yes">Abmelden / Sign out</button>`,
  )
}
const postLogoutSuccessSource = (context: Context): void => {
  context.body = document('Beispiel: Abgemeldet', '<p>Sie sind beim Ausweis-Dienst der Vorführung abgemeldet.</p>')
}

export type RunningProvider = { issuer: string; close: () => Promise<void> }

/** On a free port of this machine; `clientsAt` is asked once the address is known. */
export async function startDemoProvider(
  clients: readonly DemoClient[],
  persons: readonly DemoPerson[],
): Promise<RunningProvider> {
  let answer: RequestListener = (_request, response) => void response.end()
  const server = createServer((request, response) => answer(request, response))
  await new Promise<void>((resolve, reject) => server.on('error', reject).listen(0, '127.0.0.1', resolve))
  const issuer = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  answer = await makeDemoProvider(issuer, clients, newSigningKey(), persons)
  return {
    issuer,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve())
        server.closeAllConnections()
      }),
  }
}
