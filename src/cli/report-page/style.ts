/** The look of the report: calm, dense, the same on screen and on two pages of A4 or Letter. */
export const STYLE = `
@page { size: A4 portrait; margin: 11mm }
* { box-sizing: border-box }
body { margin: 0; background: #eef0f2; color: #1a1d21; font: 12px/1.4 "Inter Variable", Inter, "Helvetica Neue", Arial, sans-serif; font-variant-numeric: tabular-nums }
.sheet { width: 1000px; max-width: 100%; margin: 24px auto; padding: 30px; background: #fff; border: 1px solid #d9dee3; border-radius: 6px }
h1 { margin: 0; font-size: 24px; line-height: 1.2; letter-spacing: -.01em }
h2 { margin: 22px 0 8px; font-size: 13px; color: #0072B2; border-bottom: 1px solid #d9dee3; padding-bottom: 4px }
.facts { margin: 4px 0 0; color: #5c6670 }
.finding { margin: 12px 0 0; font-size: 15px; line-height: 1.45; max-width: 62em }
table { width: 100%; border-collapse: collapse; margin: 6px 0 10px; font-size: 11px; break-inside: avoid }
th { text-align: left; font-weight: 600; color: #5c6670; vertical-align: bottom; padding: 4px 8px 4px 0; border-bottom: 1px solid #d9dee3 }
td { padding: 4px 8px 4px 0; border-bottom: 1px solid #eef0f2; vertical-align: top; overflow-wrap: anywhere }
th:last-child, td:last-child { padding-right: 0 }
.n { text-align: right; white-space: nowrap }
th.n { white-space: normal }
tr.strong td { font-weight: 600 }
td small { display: block; font-weight: 400; font-size: .85em; color: #5c6670 }
td:first-child { min-width: 9em; overflow-wrap: normal }
.left-out { columns: 2; column-gap: 18px; margin: 0; padding-left: 14px; color: #56606b; font-size: 11px } .left-out li { break-inside: avoid; margin-bottom: 2px }
.pair { display: grid; grid-template-columns: 1fr 1fr; gap: 18px; align-items: start }
figure { margin: 0; break-inside: avoid }
figure svg { display: block; width: 100%; height: auto; overflow: visible }
footer { margin-top: 18px; color: #5c6670; font-size: 10px }
@media (max-width: 700px) { .pair { grid-template-columns: 1fr } .sheet { margin: 0; padding: 16px; border: 0; overflow-x: auto } }
@media print {
  body { background: #fff; font-size: 9.5px; -webkit-print-color-adjust: exact; print-color-adjust: exact }
  .sheet { width: auto; margin: 0; padding: 0; border: 0; border-radius: 0 }
  .sheet + .sheet { break-before: page }
  h1 { font-size: 19px } h2 { margin-top: 12px; font-size: 11px } .finding { font-size: 11.5px; margin-top: 8px }
  table { font-size: 8px; margin: 4px 0 6px } th, td { padding-top: 2px; padding-bottom: 2px; padding-right: 5px }
}
`
