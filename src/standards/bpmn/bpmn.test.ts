// Models of the public test suite and of Munich's platform: read, written back, and said why they do not run.
import assert from 'node:assert/strict'
import { readdirSync, readFileSync } from 'node:fs'
import { test } from 'node:test'
import { sharedFile, sharedSkip } from '../../../test/ground.ts'
import { compileBpmn } from './compile.ts'
import { BpmnError, decodeXml, readBpmn, writeBpmn } from './read.ts'

const open = async (path: string) => readBpmn(decodeXml(readFileSync(path)))

test('All models of the interchange working group are read, and written back without a loss', {
  skip: sharedSkip,
}, async (context) => {
  const folder = sharedFile('data/processes/bpmn-miwg/Reference')
  const files = readdirSync(folder).filter((name) => name.endsWith('.bpmn'))
  let same = 0
  let runs = 0
  for (const file of files) {
    const read = await open(`${folder}/${file}`)
    const before = compileBpmn(read)
    const again = await readBpmn(await writeBpmn(read))
    const after = compileBpmn(again)
    assert.deepEqual(
      after.processes.map(({ nodes, flows }) => [[...nodes.values()], [...flows.values()]]),
      before.processes.map(({ nodes, flows }) => [[...nodes.values()], [...flows.values()]]),
      file,
    )
    same += 1
    const errors = before.findings.filter(({ severity }) => severity === 'error')
    if (errors.length === 0) runs += 1
    else context.diagnostic(`${file}: ${errors.length} reasons, first: ${errors[0]!.what.en}`)
  }
  context.diagnostic(`BPMN MIWG: ${same}/${files.length} read and written back, ${runs}/${files.length} run as they are`)
  assert.equal(files.length, 21)
})

test("The models of Munich's platform run, or say why not", { skip: sharedSkip }, async () => {
  const errorsOf = async (name: string) => {
    const { processes, findings } = compileBpmn(await open(sharedFile(`data/forms/bpmn-digiwf/${name}.bpmn`)))
    assert.equal(processes.length, 1)
    return findings
      .filter(({ severity }) => severity === 'error')
      .map(({ name, what, proposal }) => ({ name, what: what.de, proposal: proposal !== undefined }))
  }
  for (const name of [
    'StreamingTemplateIntegrationV02',
    'cocreation-Showcase-IDE',
    'loadtest-grouptask-process',
    'loadtest-usertask-process',
  ])
    assert.deepEqual(await errorsOf(name), [], name)
  assert.deepEqual(await errorsOf('ExampleProcess'), [
    { name: 'Objektdaten erstellen', what: 'Ein Skript in javascript wird nie ausgeführt.', proposal: true },
  ])
})

test('A file that is too large, has a document type or is no model is refused with a reason', async () => {
  const head = '<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL">'
  const refused: [string, RegExp][] = [
    ['', /cannot be read/],
    ['<html/>', /no BPMN/],
    [`${head}<process>`, /cannot be read/],
    [`<!DOCTYPE d [<!ENTITY a "aaaa">]>${head}&a;</definitions>`, /document type/],
    [`${head}${'<x>'.repeat(600)}`, /deep/],
    [`${head}<!--${'x'.repeat(50_000_000)}--></definitions>`, /too large/],
  ]
  for (const [xml, reason] of refused)
    await assert.rejects(readBpmn(xml), (fault: Error) => fault instanceof BpmnError && reason.test(fault.message))
})
