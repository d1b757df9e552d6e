/**
 * Monthly sunshine of the built-in climates: mean global horizontal irradiation a day, kWh/m², January first. Of US stations computed from the
 * hours of their published typical years (NREL TMY3; TMYx of climate.onebuilding.org), elsewhere rounded long-term means of public solar maps.
 */
export const MONTHLY_IRRADIATION: Readonly<Record<string, readonly number[]>> = {
  dallas: [2.86, 3.33, 4.74, 5.4, 6.33, 6.51, 7.12, 6.53, 5.39, 4.44, 3.03, 2.38],
  ashburn: [2.35, 2.85, 4.1, 5.28, 5.94, 6.49, 6.25, 5.32, 4.39, 3.09, 2.4, 1.94],
  phoenix: [3.43, 4.58, 6.03, 7.44, 8.2, 8.59, 7.32, 6.81, 6.05, 5.12, 3.98, 3.19],
  atlanta: [2.75, 3.53, 4.19, 5.66, 6.34, 6.49, 6.29, 5.35, 5.02, 3.9, 3.22, 2.31],
  chicago: [1.76, 2.49, 3.44, 4.39, 5.98, 6.29, 6.18, 5.16, 4.19, 2.94, 1.82, 1.5],
  'san-francisco': [2.14, 3.16, 4.4, 5.67, 6.42, 7.15, 7.13, 6.4, 5.46, 3.76, 2.53, 2.13],
  denver: [2.5, 3.17, 4.66, 4.79, 6.33, 7.27, 6.72, 5.99, 5.18, 3.68, 2.46, 2.08],
  'new-york': [1.65, 2.6, 3.68, 4.47, 5.53, 5.99, 5.78, 5.95, 4.17, 3.59, 2.04, 1.5],
  dublin: [0.6, 1.2, 2.3, 3.8, 4.8, 5.1, 4.8, 4, 2.9, 1.6, 0.8, 0.45],
  frankfurt: [0.8, 1.6, 2.8, 4.3, 5, 5.4, 5.2, 4.6, 3.2, 1.9, 0.9, 0.6],
  singapore: [4.3, 4.9, 4.9, 4.8, 4.5, 4.4, 4.4, 4.5, 4.6, 4.5, 4, 3.8],
}
