// The invented vehicle register (Fahrzeugregister) of the demonstration, and the plates that its registration software has given out.
import type { PlateStock, RegisteredVehicle, VehicleRegister } from '../../contracts/registers.ts'
import { noteQuestion } from './question.ts'
import type { Db } from './tables.ts'
import vehicles from './vehicles.json' with { type: 'json' }

const known = vehicles as readonly RegisteredVehicle[]

/** `a su 1980` and `A-SU1980` are the same plate: only letters and digits count. */
export const plainPlate = (plate: string): string => plate.toUpperCase().replace(/[^A-ZÄÖÜ0-9]/g, '')
const byPlate = new Map(known.map((vehicle) => [plainPlate(vehicle.plate), vehicle]))

export async function askVehicles(asked: VehicleRegister['input']): Promise<VehicleRegister['answer']> {
  const vehicle = byPlate.get(plainPlate(asked.plate))
  const question = { register: 'vehicles', subject: asked.subject, asked: asked.asked, found: vehicle !== undefined } as const
  await noteQuestion(asked.db as unknown as Db, question, asked.now)
  return vehicle ? { found: true, vehicle, example: true } : { found: false, example: true }
}

/** Registered ones are given out, and so is every plate whose number ends with 13: something must be taken in a demonstration. */
export const takenPlates = ({ plates }: PlateStock['input']): PlateStock['answer'] => ({
  taken: plates.filter((plate) => byPlate.has(plainPlate(plate)) || plate.endsWith('13')),
  example: true,
})
