// Who looks into files for malware before the house takes them: a town's scanner (ClamAV, an ICAP server).
import type { Contract } from '../kernel/contract.ts'

/**
 * `off`: no scanner is set up for this town, and the house's own checks decide. `down`: one is set up and does not answer: the file is refused
 * until it does, it never passes unseen. Nobody home counts as `off`; a scanner that throws counts as `down`.
 */
export type ScanFile = Contract<'scan-file', 1, { content: Buffer; mediaType: string }, 'clean' | 'found' | 'down' | 'off'>
