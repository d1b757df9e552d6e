import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { chromium } from 'playwright-core'
import { describe, expect, test } from 'vitest'
import { launchOptions } from '../../.ci/browser.mjs'
import { nameplate, scenarioFile, temporaryFolder } from './nameplate.ts'

const folder = temporaryFolder()
const file = join(folder, 'report.html')

describe('report', () => {
  test('of one replication that ends before anything is contracted says so', async () => {
    const { code, stderr } = await nameplate(['report', scenarioFile('quickstart.yaml'), '--until', '2027-02-01', '--replications', '1', '--workers', '1', '--out', file])
    expect(code, stderr).toBe(0)
    const html = readFileSync(file, 'utf8')
    expect(html).toContain('Nothing is contracted in the simulated time, so no share of it can be useful.')
    expect(html).not.toContain('not known of')
    expect(html).toMatch(/ 1 replication, seed /u)
    expect(html).toMatch(/ 1 replication\. ± is/u)
  })

  test('one file, two printed pages, nothing loaded, with options, quarters, ledger, service, risks and assumptions', async () => {
    const name = '<script>alert("no")</script> & more'
    const { code, stderr } = await nameplate(['report', scenarioFile('quickstart.yaml'), '--until', '2028-01-01', '--replications', '2', '--options', 'feed-on-time', '--set', `name='${name}'`, '--out', file])
    expect([code, stderr]).toEqual([0, expect.stringContaining('wrote')])
    const html = readFileSync(file, 'utf8')
    expect(html).not.toContain('<script>alert')
    const browser = await chromium.launch(await launchOptions())
    try {
      const page = await browser.newPage({ viewport: { width: 1060, height: 1400 } })
      const asked: string[] = []
      const complaints: string[] = []
      page.on('request', request => asked.push(request.url()))
      page.on('console', message => complaints.push(message.text()))
      await page.goto(`file://${file}`)
      expect(await page.locator('h1').innerText()).toBe(name)
      expect(await page.locator('.facts').innerText()).toContain('2027-01-01 to 2027-12-31 · ended early, at the beginning of 2028-01-01 · 1080 accelerators')
      const headings = await page.locator('h2').allInnerTexts()
      expect(headings).toEqual(['Options', 'What comes when', 'How much of it is useful', 'Where the contract went, and what it is worth', 'Availability and latency', 'Assumptions, the least certain first', 'Not modelled, of the largest losses and of cost'])
      expect(await page.locator('tbody tr').first().innerText()).toContain('As written')
      expect(await page.locator('svg').count()).toBe(6)
      const data = JSON.parse((await page.locator('#nameplate-data').textContent()) ?? '') as { label: string }[]
      expect(data.map(({ label }) => label)).toEqual(['as written', 'feed-on-time'])
      const isWide = await page.evaluate('[...document.querySelectorAll(".sheet")].some(sheet => sheet.scrollWidth > sheet.clientWidth)')
      expect(isWide, 'wider than its sheet').toBe(false)
      const pdf = await page.pdf({ preferCSSPageSize: true, printBackground: true })
      expect(pdf.toString('latin1').match(/\/Type\s*\/Page[^s]/gu)?.length).toBe(2)
      expect([asked, complaints]).toEqual([[`file://${file}`], []])
    } finally {
      await browser.close()
    }
  })
})
