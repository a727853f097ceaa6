// All rules of a form in one place: conditions, checks, calculations, the fee.
import { formatMoney } from '../../../design/format.ts'
import type { Frame } from '../../../design/frame.ts'
import { Notice } from '../../../design/parts.tsx'
import { htmlLang } from '../../../kernel/language.ts'
import { compileForm } from '../document/compile.ts'
import { BuilderLayout, type Said } from './builder-layout.tsx'
import { builderWords } from './builder-words.ts'
import { pathOfRule } from './checklist.ts'
import { standpointOf } from './condition.ts'
import { sayRule } from './condition-words.ts'
import type { DeskForm } from './desk-form.ts'
import { fixedFee } from './logic.ts'
import { logicWords } from './logic-words.ts'
import { listRules } from './rules.ts'

export function RulesPage({ frame, open, said }: { frame: Frame; open: DeskForm; said?: Said | undefined }) {
  const text = logicWords(frame)
  const { onlyWhen } = builderWords(frame)
  const { document } = open.copy
  const rules = listRules(document)
  const conditions = rules.filter(({ at }) => /^(page|item|exit):/.test(at))
  const { faults } = compileForm(document)
  const { checks = [], calculations = [], fee } = document
  const fixed = fee && fixedFee(fee.amount)
  return (
    <BuilderLayout frame={frame} open={open} title={document.title.de} part="rules" said={said}>
      {faults.length > 0 && (
        <Notice tone="bad" title={text.faults}>
          <ul class="bullets">
            {faults.map(({ at, message }) => (
              <li>
                <a href={open.url(pathOfRule(at))}>{rules.find((rule) => rule.at === at)?.label || at}</a>:{' '}
                {message[htmlLang(frame.language)]}
              </li>
            ))}
          </ul>
        </Notice>
      )}
      <div class="measure-wide">
        <section>
          <h2>{text.conditions}</h2>
          <p>{conditions.length === 0 ? text.noConditions : text.conditionsHow}</p>
          <ul class="ruled stacked">
            {conditions.map(({ at, label, feel }) => (
              <li>
                <a href={open.url(pathOfRule(at))}>{label}</a>
                <span class="meta block">{onlyWhen(sayRule(frame, document, feel, standpointOf(document, at)))}</span>
              </li>
            ))}
          </ul>
        </section>
        <section>
          <h2>{text.checks}</h2>
          <p>{text.checksHow}</p>
          {checks.length === 0 && <p>{text.noChecks}</p>}
          <ul class="ruled stacked">
            {checks.map(({ message, when }, index) => (
              <li>
                <a href={open.url(`checks/${index}`)}>{message.de}</a>
                <span class="meta block breaking">
                  {onlyWhen(sayRule(frame, document, when, standpointOf(document, `check:${index}`)))}
                </span>
              </li>
            ))}
          </ul>
          <p>
            <a href={open.url('checks/new')}>{text.addCheck}</a>
          </p>
        </section>
        <section>
          <h2>{text.calculations}</h2>
          <p>{text.calculationsHow}</p>
          {calculations.length === 0 && <p>{text.noCalculations}</p>}
          <ul class="ruled stacked">
            {calculations.map(({ name, label, feel }) => (
              <li>
                <a href={open.url(`calculations/${name}`)}>{label?.de ?? name}</a>
                <span class="meta block breaking">{feel}</span>
              </li>
            ))}
          </ul>
          <p>
            <a href={open.url('calculations/new')}>{text.addCalculation}</a>
          </p>
        </section>
        <section>
          <h2>{text.fee}</h2>
          <p>
            {fee === undefined
              ? text.noFee
              : text.feeIs(fixed === undefined ? fee.amount : formatMoney(frame, Math.round(fixed * 100)))}
          </p>
          <p>
            <a href={open.url('fee')}>{fee ? text.changeFee : text.addFee}</a>
          </p>
        </section>
      </div>
    </BuilderLayout>
  )
}
