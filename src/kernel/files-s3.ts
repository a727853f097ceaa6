// Files in an S3 store, for several Stadttor processes on different machines.
import { createHash } from 'node:crypto'
import { AwsV4Signer } from 'aws4fetch'
import type { S3Settings } from './configuration.ts'
import { type FileStore, isStoredPath, safePath } from './files.ts'
import type { Outbound, OutboundAnswer } from './outbound.ts'

/** The bucket is addressed in the path (`endpoint/bucket/town/name`), as every S3 server understands it; the outbound client must allow the endpoint. */
export function makeS3Store(settings: S3Settings, outbound: Outbound): FileStore {
  const bucket = `${settings.endpoint}/${settings.bucket}`
  const place = (path: string) => `${bucket}/${safePath(path)}`

  async function call(method: string, url: string, body?: Uint8Array): Promise<OutboundAnswer> {
    const signer = new AwsV4Signer({
      method,
      url,
      // Signing the hash of the body keeps it whole on the way, even without TLS.
      headers: {
        'x-amz-content-sha256': createHash('sha256')
          .update(body ?? '')
          .digest('hex'),
      },
      accessKeyId: settings.keyId,
      secretAccessKey: settings.secret,
      region: settings.region,
      service: 's3',
    })
    const signed = await signer.sign()
    const headers = Object.fromEntries(signed.headers)
    const request = { method, url: signed.url.href, headers, milliseconds: 60_000, maxBytes: 200_000_000 }
    return outbound.send(body ? { ...request, headers: { ...headers, 'content-length': String(body.length) }, body } : request)
  }

  function expect(answer: OutboundAnswer, what: string, ...statuses: number[]): void {
    if (statuses.includes(answer.status)) return
    const code = /<Code>(\w+)<\/Code>/.exec(answer.body.toString('utf8', 0, 2000))?.[1] ?? ''
    throw new Error(`The S3 store answered ${what} with ${answer.status} ${code}`.trim())
  }

  return {
    async has(path) {
      const answer = await call('HEAD', place(path))
      expect(answer, 'HEAD', 200, 404)
      return answer.status === 200
    },

    async write(path, sealed) {
      expect(await call('PUT', place(path), sealed), 'PUT', 200)
    },

    async read(path) {
      const answer = await call('GET', place(path))
      expect(answer, 'GET', 200, 404)
      return answer.status === 200 ? answer.body : undefined
    },

    async remove(path) {
      expect(await call('DELETE', place(path)), 'DELETE', 200, 204, 404)
    },

    async *list() {
      for (let next: string | undefined = ''; next !== undefined; ) {
        const query = new URLSearchParams({ 'list-type': '2', ...(next ? { 'continuation-token': next } : {}) })
        const answer = await call('GET', `${bucket}?${query}`)
        expect(answer, 'a listing', 200)
        const text = answer.body.toString()
        // Keys are ours: letters, digits, hyphens and one slash, never in need of XML escapes.
        for (const [, path = ''] of text.matchAll(/<Key>([^<]*)<\/Key>/g)) if (isStoredPath(path)) yield path
        next = /<NextContinuationToken>([^<]*)<\/NextContinuationToken>/.exec(text)?.[1]?.replaceAll('&amp;', '&')
      }
    },
  }
}
