// Finds the number that the server asks for, in small steps so that the page stays alive, and goes on by itself.
import { startsWithZeros } from './sha256.ts'

const form = document.querySelector<HTMLFormElement>('form[data-task]')
const answer = form?.querySelector<HTMLInputElement>('input[name=answer]')

if (form && answer) {
  const { task: nonce = '', bits = '0' } = form.dataset
  for (const one of document.querySelectorAll<HTMLElement>('[data-without-script]')) one.hidden = true
  let number = 0
  const work = (): void => {
    const until = performance.now() + 12
    while (performance.now() < until) {
      for (let tries = 0; tries < 64; tries += 1, number += 1)
        if (startsWithZeros(`${nonce}:${number}`, Number(bits))) {
          answer.value = String(number)
          form.requestSubmit()
          return
        }
    }
    setTimeout(work)
  }
  work()
}
