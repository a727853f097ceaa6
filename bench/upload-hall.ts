// A town hall that only takes uploads, as a process of its own: its memory is nothing but theirs.
import { join } from 'node:path'
import { anyone } from '../src/kernel/access.ts'
import { openDatabase } from '../src/kernel/database/database.ts'
import { makeFolderStore } from '../src/kernel/files.ts'
import { House } from '../src/kernel/house.ts'
import { sendBlob } from '../src/kernel/http/send-blob.ts'
import { readMasterKey } from '../src/kernel/keys.ts'
import { createLog } from '../src/kernel/log.ts'
import type { Module } from '../src/kernel/module.ts'
import { openPlatform } from '../src/kernel/platform.ts'
import { Towns } from '../src/kernel/towns.ts'
import { resumableUploads } from '../src/kernel/uploads/resumable.ts'
import { serveHouse } from '../src/serve.tsx'
import { neutralSettings } from '../test/fresh-town.ts'

const [databaseUrl = '', keyFile = '', folder = ''] = process.argv.slice(2)
const letterbox: Module = {
  name: 'letterbox',
  officialName: 'Briefkasten',
  folder: '',
  routes: (on) => {
    const purpose = 'letterbox.draft/1'
    const maxBytes = 2 * 1024 * 1024 * 1024
    const leave = { purpose, place: '', maxBytes, maxFiles: 10_000, accept: ['txt', 'pdf'] } as const
    resumableUploads(on, '/letterbox/uploads', anyone, () => leave)
    on.file('/letterbox/files/:blob', anyone, {}, (visit) =>
      sendBlob(visit, { blob: visit.params.blob ?? '', name: 'lang.txt', mediaType: 'text/plain' }),
    )
  },
}
const masterKey = readMasterKey(keyFile)
const database = openDatabase({ url: databaseUrl, masterKey })
const platform = openPlatform(database.platform)
const towns = new Towns({ platform, pool: database.app, masterKey, baseUrl: 'http://localhost' })
const house = new House({
  modules: [letterbox],
  towns,
  platform,
  database,
  files: makeFolderStore(join(folder, 'files')),
  log: createLog('error'),
  demo: false,
  townsDir: folder,
})
await towns.settle([{ key: 'musterstadt', folder: '', settings: { ...neutralSettings('musterstadt'), default: true } }])
const served = await serveHouse(house, {
  port: 0,
  host: '127.0.0.1',
  metricsPort: undefined,
  trustedProxies: [],
  limits: false,
  auditDir: join(folder, 'audit-heads'),
})
process.on('SIGTERM', async () => {
  await served.stop()
  await database.close()
})
console.log(served.port)
