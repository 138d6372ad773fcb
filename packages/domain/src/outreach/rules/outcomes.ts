/**
 * Outcomes that end all texts for a pet even where nobody marked them as final: trimmed, in lower case. Further ones are
 * marked in the list of outcomes.
 */
export const alwaysFinalOutcomes = [
  "client declined - pet died",
  "deceased per client",
  "pet died",
  "pet deceased",
  "deceased",
] as const;
