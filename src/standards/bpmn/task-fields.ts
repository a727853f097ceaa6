// The fields of a task or of a start: our own `stadttor:field`, and the form data of Camunda 7.
import { type Element, textOf } from './element.ts'
import type { FieldType, TaskField } from './model.ts'
import type { Reading } from './reading.ts'

const types: Readonly<Record<string, FieldType>> = {
  text: 'text',
  string: 'text',
  'long-text': 'long-text',
  number: 'number',
  long: 'number',
  boolean: 'boolean',
  date: 'date',
  choice: 'choice',
  enum: 'choice',
}

export function fieldsOf(reading: Reading, element: Element): TaskField[] {
  const { foreign } = reading
  const own = foreign.extensions(element, 'own', 'field').map((one) => ({
    one,
    name: textOf(one, 'name'),
    choices: foreign.children(one, 'own', 'choice'),
    sent: 'value',
    shown: 'label',
  }))
  const theirs = foreign
    .extensions(element, 'camunda', 'formData')
    .flatMap((data) => foreign.children(data, 'camunda', 'formField'))
    .map((one) => ({
      one,
      name: textOf(one, 'id'),
      choices: foreign.children(one, 'camunda', 'value'),
      sent: 'id',
      shown: 'name',
    }))
  return [...own, ...theirs].flatMap(({ one, name: written, choices, sent, shown }) => {
    const name = reading.variable(element, written)
    const type = types[textOf(one, 'type') || 'text']
    if (!type)
      reading.error(
        element,
        {
          de: `Ein Feld der Art »${textOf(one, 'type')}« gibt es nicht.`,
          en: `There is no field of the kind "${textOf(one, 'type')}".`,
        },
        {
          de: `Möglich sind: ${[...new Set(Object.values(types))].join(', ')}.`,
          en: `There are: ${[...new Set(Object.values(types))].join(', ')}.`,
        },
      )
    if (!name || !type) return []
    return [
      {
        name,
        type,
        label: textOf(one, 'label') || name,
        required: textOf(one, 'required') === 'true',
        readOnly: textOf(one, 'readOnly') === 'true',
        choices: choices.map((choice) => ({
          value: textOf(choice, sent),
          label: textOf(choice, shown) || textOf(choice, sent),
        })),
      },
    ]
  })
}
