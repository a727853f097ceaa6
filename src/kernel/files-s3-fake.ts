// A small S3 server for tests: path-style buckets, signatures checked, listings in pages of two.
import { createHash } from 'node:crypto'
import { createServer, type IncomingMessage } from 'node:http'
import type { AddressInfo } from 'node:net'
import { AwsV4Signer } from 'aws4fetch'
import type { S3Settings } from './configuration.ts'

export type FakeS3 = { settings: S3Settings; stop(): Promise<void> }

export async function startFakeS3(): Promise<FakeS3> {
  const objects = new Map<string, Buffer>()
  const settings: S3Settings = {
    endpoint: '',
    bucket: 'stadttor',
    region: 'eu-central-1',
    keyId: 'test-key',
    secret: 'test-secret',
  }
  const server = createServer(async (request, response) => {
    const body = Buffer.concat(await request.toArray())
    const url = new URL(request.url ?? '/', settings.endpoint)
    const fail = (status: number, code: string) => response.writeHead(status).end(`<Error><Code>${code}</Code></Error>`)
    if (!(await isSigned(request, url, body, settings))) return fail(403, 'SignatureDoesNotMatch')
    const [, bucket, ...rest] = url.pathname.split('/')
    const key = rest.join('/')
    if (bucket !== settings.bucket) return fail(404, 'NoSuchBucket')
    if (key === '') return response.end(listing([...objects.keys()].sort(), url.searchParams.get('continuation-token')))
    if (request.method === 'PUT') objects.set(key, body)
    else if (request.method === 'DELETE') {
      objects.delete(key)
      return response.writeHead(204).end()
    } else if (!objects.has(key)) return fail(404, 'NoSuchKey')
    return response.end(request.method === 'GET' ? objects.get(key) : undefined)
  })
  await new Promise<void>((ready) => server.listen(0, '127.0.0.1', ready))
  settings.endpoint = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  return {
    settings,
    stop: () =>
      new Promise((done) => {
        server.close(() => done())
        server.closeAllConnections()
      }),
  }
}

/** Signs what really arrived once more and compares. */
async function isSigned(request: IncomingMessage, url: URL, body: Buffer, settings: S3Settings): Promise<boolean> {
  const hash = createHash('sha256').update(body).digest('hex')
  if (request.headers['x-amz-content-sha256'] !== hash) return false
  const signer = new AwsV4Signer({
    method: request.method ?? '',
    url: url.href,
    headers: { 'x-amz-content-sha256': hash },
    accessKeyId: settings.keyId,
    secretAccessKey: settings.secret,
    region: settings.region,
    service: 's3',
    datetime: String(request.headers['x-amz-date']),
  })
  return (await signer.authHeader()) === request.headers.authorization
}

function listing(keys: string[], token: string | null): string {
  const from = token ? Number(token.replace('page&', '')) : 0
  const page = keys.slice(from, from + 2)
  const more = from + 2 < keys.length
  const next = more ? `<NextContinuationToken>page&amp;${from + 2}</NextContinuationToken>` : ''
  const contents = page.map((key) => `<Contents><Key>${key}</Key></Contents>`).join('')
  return `<?xml version="1.0"?><ListBucketResult><IsTruncated>${more}</IsTruncated>${next}${contents}</ListBucketResult>`
}
