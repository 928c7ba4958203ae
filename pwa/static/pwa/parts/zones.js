/** Time zones to choose from, as the browser knows them. */

/** Every zone as [id, words]; UTC is always there. @returns {[string, string][]} */
export const zones = () => {
  const all = Intl.supportedValuesOf ? Intl.supportedValuesOf("timeZone") : [];
  return [...new Set(["UTC", ...all])].map((zone) => [zone, zone.replaceAll("_", " ")]);
};
