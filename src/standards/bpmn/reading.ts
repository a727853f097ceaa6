// What is collected while a model is compiled: findings at their elements, and rules checked as they are read.
import { readExpression } from '../feel/feel.ts'
import { type Element, titleOf } from './element.ts'
import { Foreign } from './foreign.ts'
import { conditionFrom, ruleFrom } from './juel.ts'
import type { Both, Finding, Rule } from './model.ts'

/** A name that rules can use without quotes. */
export const variableShape = /^[\p{L}_][\p{L}\p{N}_]{0,99}$/u

export class Reading {
  readonly findings: Finding[] = []
  readonly foreign: Foreign

  constructor(definitions: Element) {
    this.foreign = new Foreign(definitions)
  }

  say(severity: Finding['severity'], element: Element, what: Both, proposal?: Both): void {
    this.findings.push({ severity, element: element.id ?? '', name: titleOf(element), what, proposal })
  }

  error(element: Element, what: Both, proposal?: Both): void {
    this.say('error', element, what, proposal)
  }

  /** The attribute of our own, else that of Camunda 7. */
  attribute(element: Element | undefined, name: string): string | undefined {
    return this.foreign.attribute(element, 'own', name) ?? this.foreign.attribute(element, 'camunda', name)
  }

  rule(element: Element, source: string): Rule {
    return this.#checked(element, source, ruleFrom(source))
  }

  condition(element: Element, source: string): Rule {
    return this.#checked(element, source, conditionFrom(source))
  }

  optional(element: Element, source: string | undefined): Rule | undefined {
    return source === undefined || source === '' ? undefined : this.rule(element, source)
  }

  /** Several values parted by commas, as Camunda writes groups and users. */
  list(element: Element, source: string | undefined): Rule[] {
    if (source === undefined) return []
    if (source.startsWith('=') || /[$#]\{/.test(source)) return [this.rule(element, source)]
    return source
      .split(',')
      .map((part) => part.trim())
      .filter((part) => part !== '')
      .map((text) => ({ text }))
  }

  variable(element: Element, name: string | undefined): string | undefined {
    if (name === undefined || name === '') return undefined
    if (variableShape.test(name)) return name
    this.error(
      element,
      { de: `„${name.slice(0, 60)}“ kann keine Variable heißen.`, en: `A variable cannot be called "${name.slice(0, 60)}".` },
      { de: 'Ein Name besteht aus Buchstaben, Ziffern und Unterstrichen.', en: 'A name has letters, digits and underscores.' },
    )
    return undefined
  }

  #checked(element: Element, source: string, rule: Rule | undefined): Rule {
    if (!rule) {
      this.error(
        element,
        { de: `Der Ausdruck ${short(source)} ist keine FEEL-Regel.`, en: `The expression ${short(source)} is no FEEL rule.` },
        {
          de: 'Schreiben Sie ihn in FEEL, mit einem = davor. Aufrufe von Java oder JavaScript werden nie ausgeführt.',
          en: 'Write it in FEEL, with = in front. Calls of Java or JavaScript are never run.',
        },
      )
      return { text: '' }
    }
    if ('feel' in rule) {
      try {
        readExpression(rule.feel)
      } catch (fault) {
        const { message } = fault as Error
        this.error(element, {
          de: `Die Regel ${short(rule.feel)} kann nicht gelesen werden: ${message}`,
          en: `The rule ${short(rule.feel)} cannot be read: ${message}`,
        })
      }
    }
    return rule
  }
}

export const short = (text: string): string => `»${text.length > 80 ? `${text.slice(0, 80)}…` : text}«`
