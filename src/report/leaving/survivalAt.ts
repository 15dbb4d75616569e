/** What a Kaplan–Meier curve says of a time: the step up to it, and who is followed from it on. */
export function survivalAt(
  steps: readonly Record<string, any>[],
  time: number,
): { survival: number; low: number | null; high: number | null; atRisk: number } {
  const step = steps.findLast((one) => one.time <= time)
  const next = steps.find((one) => one.time >= time)
  return {
    survival: step?.survival ?? 1,
    low: step?.survival_low ?? null,
    high: step?.survival_high ?? null,
    atRisk: next?.at_risk ?? 0,
  }
}
