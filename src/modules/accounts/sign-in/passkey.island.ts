// The browser's own window for passkeys: shows the forms where there is one, asks it, and sends its answer like any form.

type Asked = { step: string; options: Record<string, unknown> }

const canParse =
  'PublicKeyCredential' in window &&
  'parseRequestOptionsFromJSON' in PublicKeyCredential &&
  'parseCreationOptionsFromJSON' in PublicKeyCredential

if (canParse) {
  for (const part of document.querySelectorAll<HTMLElement>('[data-passkey-part]')) part.hidden = false
  for (const form of document.querySelectorAll<HTMLFormElement>('form[data-passkey]')) {
    form.hidden = false
    form.addEventListener('submit', (event) => {
      // A button with an address of its own is another way.
      if (event.submitter?.hasAttribute('formaction')) return
      event.preventDefault()
      void ask(form)
    })
  }
}

let running = false

async function ask(form: HTMLFormElement): Promise<void> {
  if (running) return
  running = true
  const failed = form.querySelector<HTMLElement>('[data-passkey-failed]')
  if (failed) failed.hidden = true
  try {
    const fields = new URLSearchParams([...new FormData(form)].map(([name, value]) => [name, String(value)]))
    const answer = await fetch(form.dataset.passkeyOptions ?? '', { method: 'POST', body: fields })
    if (!answer.ok || !answer.headers.get('content-type')?.startsWith('application/json')) {
      // The server has something to say, such as how long to wait: its page says it.
      form.submit()
      return
    }
    const { step, options } = (await answer.json()) as Asked
    const credential = await credentialFor(form.dataset.passkey === 'create', options)
    if (!credential) throw new Error('no passkey')
    set(form, 'step', step)
    set(form, 'response', JSON.stringify(credential.toJSON()))
    form.submit()
  } catch {
    if (failed) {
      failed.setAttribute('role', 'alert')
      failed.hidden = false
    }
  } finally {
    running = false
  }
}

async function credentialFor(isNew: boolean, options: Record<string, unknown>): Promise<PublicKeyCredential | null> {
  const made = isNew
    ? await navigator.credentials.create({
        publicKey: PublicKeyCredential.parseCreationOptionsFromJSON(options as unknown as PublicKeyCredentialCreationOptionsJSON),
      })
    : await navigator.credentials.get({
        publicKey: PublicKeyCredential.parseRequestOptionsFromJSON(options as unknown as PublicKeyCredentialRequestOptionsJSON),
      })
  return made as PublicKeyCredential | null
}

function set(form: HTMLFormElement, name: string, value: string): void {
  const field = form.querySelector<HTMLInputElement>(`input[name="${name}"]`) ?? document.createElement('input')
  field.type = 'hidden'
  field.name = name
  field.value = value
  form.append(field)
}
