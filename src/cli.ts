// Placeholder replaced in the next step.
console.log(process.version)
