/** How the numbers of a network lie in one array: layer by layer, for each input its weight to each unit. */
export interface NetworkShape {
  /** Inputs of the first layer: as the columns of a design, the first always 1, the last never there. */
  readonly inputs: number
  /** Units of each layer, the outputs last. */
  readonly units: readonly number[]
  /** Where the weights of each layer begin. In the first the row of the intercept holds the biases. */
  readonly weightsAt: readonly number[]
  /** Where the biases of each layer begin. */
  readonly biasesAt: readonly number[]
  readonly size: number
}

/** The shape of a network over a design with so many columns. */
export function networkShape(width: number, hidden: readonly number[], outputs: number): NetworkShape {
  const inputs = width + 2
  const units = [...hidden, outputs]
  const weightsAt: number[] = []
  const biasesAt: number[] = []
  let at = 0
  units.forEach((count, l) => {
    weightsAt.push(at)
    if (l === 0) biasesAt.push(at)
    at += (l === 0 ? inputs : units[l - 1]!) * count
    if (l > 0) {
      biasesAt.push(at)
      at += count
    }
  })
  return { inputs, units, weightsAt, biasesAt, size: at }
}
