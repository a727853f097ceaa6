// The addresses of the check: the page, and the key for other programs.
import { anyone } from '../../../kernel/access.ts'
import { type Answer, json, page } from '../../../kernel/http/answer.ts'
import { type FormInput, fileField, type Problem, readForm } from '../../../kernel/http/forms.ts'
import type { Routes } from '../../../kernel/http/routes.ts'
import type { UploadRule } from '../../../kernel/http/uploads.ts'
import type { Visit } from '../../../kernel/http/visit.ts'
import { readReference } from '../../../kernel/reference.ts'
import { publicKeyOf } from './paper-seal.ts'
import { verifyCode, verifyFile } from './verify.ts'
import { VerifyPage } from './verify-pages.tsx'
import { verifyWords } from './verify-words.ts'

const uploads: UploadRule = { maxFiles: 1, maxBytesEach: 5 * 1_048_576, accept: ['pdf'] }

export function verifyRoutes(on: Routes): void {
  on.page('/verify', anyone, { cachedBy: [] }, ({ frame }) => page(<VerifyPage frame={frame} />, { dependsOn: [] }))
  on.form('/verify', anyone, { perMinute: 10, uploads }, check)
  on.file('/verify/key.json', anyone, { cachedBy: [] }, ({ town }) =>
    json({ keys: [publicKeyOf(town.dataKey)] }, { dependsOn: [] }),
  )
}

async function check(visit: Visit, input: FormInput): Promise<Answer> {
  const { town, frame } = visit
  const text = verifyWords(visit)
  const typed = { reference: input.value('reference'), code: input.value('code') }
  const read = readForm(input, { file: fileField('file') })
  const wrong = (problems: readonly Problem[]) => page(<VerifyPage {...{ frame, typed, problems }} />, { status: 422 })
  if ('problems' in read) return wrong(read.problems)
  const [file] = read.values.file
  if (file) return page(<VerifyPage frame={frame} finding={verifyFile(town, Buffer.from(file.content))} />)
  if (typed.reference === '') return wrong([{ field: 'file', message: text.nothing }])
  const reference = readReference(typed.reference)
  if (!reference) return wrong([{ field: 'reference', message: text.referenceWrong }])
  if (typed.code === '') return wrong([{ field: 'code', message: text.codeMissing }])
  const finding = await verifyCode(town, visit, reference, typed.code)
  return page(<VerifyPage {...{ frame, typed, finding }} />)
}
