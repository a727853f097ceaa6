// `stadttor verify audit`: proves that nobody changed, removed or inserted an entry of the security audit.
import { verifyAudit } from '../kernel/audit/verify.ts'
import { signingKeyOf } from '../kernel/keys.ts'
import type { Command } from '../kernel/module.ts'

export const verifyAuditCommand: Command = {
  name: 'verify audit',
  usage: '[--town T] [--key]',
  help: 'Finds changed, removed or inserted entries of the security audit and names them. Exit code 1 when there is one. --key prints the public keys of the signed heads.',
  options: { town: { type: 'string' }, key: { type: 'boolean' } },
  run: async (house, { options, positionals, configuration }) => {
    const wanted = options.town
    const towns = house.towns.list().filter((town) => wanted === undefined || town.key === wanted)
    if (towns.length === 0 || positionals.length > 0) {
      console.error(
        towns.length === 0
          ? `There is no town "${wanted ?? ''}". \`stadttor town list\` lists all.`
          : 'Usage: stadttor verify audit [--town T] [--key]',
      )
      return 2
    }
    let faults = 0
    for (const town of towns) {
      if (options.key) {
        console.log(`${town.key}\n${signingKeyOf(town.dataKey).publicKey.export({ type: 'spki', format: 'pem' })}`)
        continue
      }
      const found = await verifyAudit(town, configuration.auditDir)
      faults += found.faults.length
      const waiting = found.waiting > 0 ? `, ${found.waiting} not sealed yet (a running server does that)` : ''
      const erased = found.erased > 0 ? `, ${found.erased} erased by law` : ''
      console.log(
        `${town.key}: ${found.entries} entries, ${found.heads} signed heads${erased}${waiting}: ${found.faults.length === 0 ? 'in order' : `${found.faults.length} faults`}`,
      )
      for (const fault of found.faults) console.log(`  ${fault}`)
    }
    return faults === 0 ? 0 : 1
  },
}
