// What tests and benchmarks need of this room: kinds of cases from the packages, cases of them, and very many at once.
export { installPackage, receive } from './arrivals.ts'
export { openCrowd } from './crowd.ts'
