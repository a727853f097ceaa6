// Why a file is not taken over: one sentence for who brought it.
export class Refused extends Error {
  override name = 'Refused'
  readonly reason: { de: string; en: string }

  constructor(de: string, en: string) {
    super(en)
    this.reason = { de, en }
  }
}
