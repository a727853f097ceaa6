// Registers of the administration, asked for one person or thing with a purpose: population, vehicles.
import type { Contract } from '../kernel/contract.ts'
import type { TownSql } from '../kernel/town.ts'

/** Who asks, what for and on what ground: noted by the register too. `by` as the log of looks writes it: `system:cases`. */
export type RegisterQuestion = { matter: string; purpose: string; legalBasis: string; by?: string | undefined }

export type RegisteredPerson = {
  givenName: string
  familyName: string
  /** `YYYY-MM-DD` */
  birthDate: string
  address: { street: string; houseNumber: string; postcode: string; city: string }
  /** Since when they live there. */
  since: string
  residence: 'main' | 'secondary'
}

/** Undefined answer of the contract: no register is connected. `found: false`: the register knows nobody like that. Inside a logged look at `subject`. */
export type PopulationRegister = Contract<
  'population-register',
  1,
  {
    db: TownSql
    subject: string
    givenName: string
    familyName: string
    birthDate: string
    asked: RegisterQuestion
    now: Date
  },
  { found: true; person: RegisteredPerson; example: boolean } | { found: false; example: boolean } | undefined
>

export type RegisteredVehicle = {
  plate: string
  keeper: { givenName: string; familyName: string }
  lengthMm?: number
  fuel?: string
  co2?: number
}
export type VehicleRegister = Contract<
  'vehicle-register',
  1,
  { db: TownSql; subject: string; plate: string; asked: RegisterQuestion; now: Date },
  { found: true; vehicle: RegisteredVehicle; example: boolean } | { found: false; example: boolean } | undefined
>

/** Which of these number plates the registration software has given out or blocked already. Undefined: no such software is connected. */
export type PlateStock = Contract<
  'plate-stock',
  1,
  { db: TownSql; plates: readonly string[]; now: Date },
  { taken: readonly string[]; example: boolean } | undefined
>
