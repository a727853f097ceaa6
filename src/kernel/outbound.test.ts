// Nobody inside the house's network is reached through the way out, whatever name or notation is tried.
import assert from 'node:assert/strict'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { after, before, describe, test } from 'node:test'
import { isPublicAddress } from './addresses.ts'
import { makeOutbound, OutboundFailed, OutboundRefused, type OutboundRules } from './outbound.ts'

let hits = 0
const canary = createServer((request: IncomingMessage, response: ServerResponse) => {
  hits++
  if (request.url === '/moved') response.writeHead(302, { location: '/' }).end()
  else if (request.url === '/large') response.end('x'.repeat(2000))
  else if (request.url === '/endless') response.write('x')
  else if (request.url !== '/silent') response.end(JSON.stringify({ host: request.headers.host, method: request.method }))
})
let port = 0

async function send(rules: Partial<OutboundRules>, url: string, more: { milliseconds?: number; maxBytes?: number } = {}) {
  const outbound = makeOutbound({ allow: ['http://*', 'https://*'], ...rules })
  try {
    return await outbound.send({ url, ...more })
  } finally {
    outbound.close()
  }
}

describe('the way out', () => {
  before(async () => {
    await new Promise<void>((ready) => canary.listen(0, '127.0.0.1', ready))
    port = (canary.address() as AddressInfo).port
  })
  after(() => {
    canary.closeAllConnections()
    canary.close()
  })

  test('never reaches a server on this machine, in whatever notation its address is written', async () => {
    const hosts = [
      '127.0.0.1',
      '2130706433',
      '0x7f000001',
      '017700000001',
      '127.1',
      '0',
      '0.0.0.0',
      '127.0.0.1.',
      'localhost',
      '127。0。0。1',
    ]
    const six = [
      '[::1]',
      '[::]',
      '[::ffff:127.0.0.1]',
      '[::ffff:7f00:1]',
      '[64:ff9b::7f00:1]',
      '[::127.0.0.1]',
      '[2002:7f00:1::]',
      '[fe80::1]',
      '[fd00::1]',
    ]
    hits = 0
    for (const host of [...hosts, ...six, '169.254.169.254', '10.0.0.1', '224.0.0.1']) {
      await assert.rejects(send({}, `http://${host}:${port}/`), OutboundRefused, host)
    }
    for (const address of ['127.0.0.1', '::1', '::ffff:127.0.0.1', '10.1.2.3']) {
      await assert.rejects(send({ resolve: async () => [address] }, `http://harmless.example:${port}/`), OutboundRefused, address)
      await assert.rejects(
        send({ resolve: async () => ['9.9.9.9', address] }, `http://harmless.example:${port}/`),
        OutboundRefused,
        address,
      )
    }
    assert.equal(hits, 0)
  })

  test('calls only hosts on the list, without a user name in the address, and nothing but the web', async () => {
    hits = 0
    const rules = {
      allow: ['https://api.example', 'https://*.stadt.example', `http://127.0.0.1:${port + 1}`],
      allowPrivate: ['http://*', 'https://*'],
    }
    const resolve = async () => ['127.0.0.1']
    const tries = [
      'https://other.example/',
      'http://api.example/',
      'https://api.example:444/',
      'https://stadt.example/',
      'https://evilstadt.example/',
    ]
    for (const url of [
      ...tries,
      `http://127.0.0.1:${port}/`,
      'https://a:b@api.example/',
      'ftp://api.example/',
      'file:///etc/passwd',
      'nonsense',
    ]) {
      await assert.rejects(send({ ...rules, resolve }, url), OutboundRefused, url)
    }
    assert.equal(hits, 0)
  })

  test('fixes the address before it connects: the name is asked for once', async () => {
    let asked = 0
    const resolve = async () => {
      asked++
      return asked === 1 ? ['127.0.0.1'] : ['203.0.113.1']
    }
    const answer = await send({ resolve, allowPrivate: [`http://store.example:${port}`] }, `http://store.example:${port}/`)
    assert.deepEqual(JSON.parse(answer.body.toString()), { host: `store.example:${port}`, method: 'GET' })
    assert.equal(asked, 1)
  })

  test('follows no redirect and ends what is too large or too slow', async () => {
    const rules = { allowPrivate: [`http://127.0.0.1:${port}`] }
    const url = (path: string) => `http://127.0.0.1:${port}${path}`
    hits = 0
    await assert.rejects(send(rules, url('/moved')), /redirects \(302\)/)
    assert.equal(hits, 1)
    assert.equal((await send(rules, url('/large'), { maxBytes: 2000 })).body.length, 2000)
    await assert.rejects(send(rules, url('/large'), { maxBytes: 1999 }), /more than 1999 bytes/)
    for (const path of ['/silent', '/endless']) await assert.rejects(send(rules, url(path), { milliseconds: 50 }), OutboundFailed)
    await assert.rejects(
      send({ resolve: () => new Promise(() => {}) }, 'https://slow.example/', { milliseconds: 50 }),
      OutboundFailed,
    )
  })
})

test('addresses on the open internet are told from all others', () => {
  for (const open of ['9.9.9.9', '100.63.255.255', '172.32.0.1', '2a01:4f8::1', '2606:4700::1111'])
    assert.equal(isPublicAddress(open), true, open)
  const closed = [
    '100.64.0.1',
    '172.31.255.255',
    '192.168.1.1',
    '169.254.169.254',
    '255.255.255.255',
    '198.19.0.1',
    '0.1.2.3',
    '240.0.0.1',
  ]
  const closed6 = [
    '::',
    '::1',
    'fe80::1',
    'fe80::1%eth0',
    'fc00::1',
    'ff02::1',
    '::ffff:8.8.8.8',
    '64:ff9b::808:808',
    '64:ff9b:1::1',
    '2001::1',
    '2001:db8::1',
    '2002:7f00:1::',
    '100::1',
  ]
  for (const address of [...closed, ...closed6, '010.0.0.1', '127.1', 'localhost', ''])
    assert.equal(isPublicAddress(address), false, address)
})
