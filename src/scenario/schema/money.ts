/** Money of the scenario: capital, lives, upkeep and prices that are not part of the electricity tariff. */
import type { z } from 'zod'
import { choice, flag, fraction, list, named, optional, quantity, ratio, section } from './fields.ts'
import { contractsSection } from './money-contracts.ts'

const spendStep = section(
  {
    before: quantity('ms', { help: 'Time before the promised day at which it is paid.', max: '10 years' }),
    share: fraction({ help: 'Share of the capital that is paid then.' }),
  },
  { help: 'A payment.' },
)

const spend = (help: string, steps: readonly object[], source: string) => list(spendStep, { help, min: 1, max: 40, default: steps, source, confidence: 'low' })

export const moneySection = section(
  {
    discountRate: ratio({ help: 'Real discount rate for annualising capital and for what delay costs.', min: -0.05, max: 0.5, default: 0.09, source: 'developer range 8–10 %, 6.24 % in REopt', confidence: 'medium' }),
    facility: section(
      {
        capex: quantity('USD/kW', { help: 'Facility capital per kW of IT at rack maximum, land and racks excluded.', min: '0 USD/kW', max: '100000 USD/kW', default: '11620 USD/kW', source: 'distributed-redundant liquid-cooled 100 MW build-up; total anchored on Cushman & Wakefield 2025 mean of 11.7 M USD/MW', confidence: 'medium' }),
        parts: named(
          section(
            {
              capex: quantity('USD/kW', { help: 'Capital per kW of IT.', max: '100000 USD/kW' }),
              life: optional(quantity('year', { help: 'Economic life; that of the facility when left out.', min: '1 year', max: '60 year' })),
            },
            { help: 'A part of the facility, such as shell, electrical or mechanical.' },
          ),
          { help: 'Parts of the facility with lives of their own; they must sum to its capital.', default: {}, source: 'one sum', confidence: 'high' },
        ),
        spend: spend('When it is paid, before the promised day of each block.', [{ before: '18 months', share: 0.2 }, { before: '12 months', share: 0.3 }, { before: '6 months', share: 0.3 }, { before: '0 months', share: 0.2 }], 'deposits of 10–30 % and milestones, engineering default'),
        life: quantity('year', { help: 'Economic life of the facility.', min: '1 year', max: '60 year', default: '20 year', source: 'range 15–20 years, engineering default', confidence: 'medium' }),
        maintenance: fraction({ help: 'Yearly maintenance as a share of facility capital.', default: 0.02, source: '1.8–2.5 % of mechanical and electrical capital a year, engineering default', confidence: 'medium' }),
      },
      { help: 'Buildings, power and cooling.' },
    ),
    accelerators: section(
      {
        capex: quantity('USD', { help: 'Capital per accelerator, with its share of node, rack, network and storage.', min: '0 USD', max: '1000000 USD', default: '50000 USD', source: 'worked example of the cost model, engineering default', confidence: 'low' }),
        includes: choice(['everything', 'rack'], { help: 'What the capital of an accelerator includes: everything up to network and storage, or its rack alone; then the network comes from its bill of materials, and the file system by its capacity.', default: 'everything', source: 'worked example of the cost model', confidence: 'medium' }),
        spend: spend('When it is paid, before the promised day of each lot.', [{ before: '6 months', share: 0.2 }, { before: '0 months', share: 0.8 }], 'deposit with the order, the rest on delivery, engineering default'),
        residual: fraction({ help: 'Share of its price that an accelerator is worth after three years; it declines steadily.', default: 0.3, source: '25–35 % after 36 months quoted', confidence: 'low' }),
        life: quantity('year', { help: 'Economic life of accelerators.', min: '1 year', max: '15 year', default: '5 year', source: 'default 5 years, 3–7 in sweeps', confidence: 'medium' }),
        maintenance: fraction({ help: 'Yearly maintenance as a share of hardware capital.', default: 0.05, source: 'worked example of the cost model, engineering default', confidence: 'low' }),
      },
      { help: 'The accelerators and what comes with them.' },
    ),
    fabric: section(
      {
        price: ratio({ help: 'Price as a multiple of the bill of materials.', min: 0, max: 10, default: 1, source: 'engineering prices of the bill', confidence: 'low' }),
        life: quantity('year', { help: 'Economic life.', min: '1 year', max: '30 year', default: '6 year', source: 'range 5–7 years, engineering default', confidence: 'medium' }),
        maintenance: fraction({ help: 'Yearly maintenance as a share of its capital.', default: 0.05, source: 'as accelerators, engineering default', confidence: 'low' }),
      },
      { help: 'The network, where accelerators are priced by the rack.' },
    ),
    datastore: section(
      {
        capex: quantity('USD/TB', { help: 'Capital per terabyte of the file system.', max: '100000 USD/TB', default: '150 USD/TB', source: 'enterprise flash, engineering default', confidence: 'low' }),
        life: quantity('year', { help: 'Economic life.', min: '1 year', max: '30 year', default: '5 year', source: 'as accelerators, engineering default', confidence: 'low' }),
        maintenance: fraction({ help: 'Yearly maintenance as a share of its capital.', default: 0.1, source: 'engineering default', confidence: 'low' }),
      },
      { help: 'The shared file system, where accelerators are priced by the rack and its capacity is stated.' },
    ),
    lease: section(
      {
        price: quantity('USD/kW/month', { help: 'Rent of the facility per kW of IT from the promised day of each block on.', max: '10000 USD/kW/month', default: '0 USD/kW/month', source: 'owned unless stated', confidence: 'high' }),
        includesPower: flag({ help: 'Whether the rent includes electricity.', default: false, source: 'electricity is passed on', confidence: 'medium' }),
      },
      { help: 'What a rented facility costs; its capital is then 0.' },
    ),
    software: quantity('USD/year', { help: 'Licences per accelerator and year.', max: '100000 USD/year', default: '0 USD/year', source: 'none unless stated', confidence: 'high' }),
    contracts: contractsSection,
    generation: section(
      {
        turbine: quantity('USD/kW', { help: 'Capital of gas turbines, installed, per kW at ISO rating.', max: '100000 USD/kW', default: '1900 USD/kW', source: 'REopt.jl: 1,700–2,150 USD/kW, 15–25 MW', confidence: 'medium' }),
        engine: quantity('USD/kW', { help: 'Capital of gas engines, installed.', max: '100000 USD/kW', default: '2175 USD/kW', source: 'REopt.jl: 2,000–2,350 USD/kW, 3–4.5 MW', confidence: 'medium' }),
        life: quantity('year', { help: 'Years over which a plant is paid.', min: '1 year', max: '60 year', default: '10 year', source: 'usual term of bridging power, engineering default', confidence: 'low' }),
        operation: quantity('USD/MWh', { help: 'Operation and maintenance by delivered energy, fuel apart.', max: '1000 USD/MWh', default: '11 USD/MWh', source: '10–13 USD/MWh for turbines (REopt.jl)', confidence: 'medium' }),
      },
      { help: 'Prime power made on site (`generation`).' },
    ),
    storage: section(
      {
        energy: quantity('USD/kWh', { help: 'Capital of battery storage by energy.', max: '10000 USD/kWh', default: '253 USD/kWh', source: 'REopt.jl', confidence: 'medium' }),
        power: quantity('USD/kW', { help: 'Capital of battery storage by power.', max: '10000 USD/kW', default: '968 USD/kW', source: 'REopt.jl', confidence: 'medium' }),
        life: quantity('year', { help: 'Years over which it is paid.', min: '1 year', max: '60 year', default: '12 year', source: 'life of a UPS battery, engineering default', confidence: 'low' }),
        operation: fraction({ help: 'Yearly operation and maintenance as a share of its capital.', default: 0.025, source: 'REopt.jl', confidence: 'medium' }),
      },
      { help: 'Battery storage on site (`storage`).' },
    ),
    insurance: fraction({ help: 'Yearly premium as a share of the value of facility, accelerators, plants and storage.', default: 0.0015, source: '0.12–0.20 % of the insured value, engineering default', confidence: 'low' }),
    propertyTax: fraction({ help: 'Yearly property tax as a share of the same value.', default: 0, source: '0–1.2 % by place; none unless stated', confidence: 'low' }),
    delay: section(
      {
        margin: quantity('USD/kW/month', { help: 'Rent or margin that a late block forgoes, per kW of IT.', max: '100000 USD/kW/month', default: '184.06 USD/kW/month', source: 'CBRE H2 2024: wholesale asking rate, 250–500 kW', confidence: 'medium' }),
        damages: quantity('USD/kW/month', { help: 'Liquidated damages owed to customers of a late block, per kW of IT.', max: '100000 USD/kW/month', default: '0 USD/kW/month', source: 'none unless stated', confidence: 'high' }),
        avoidedShare: fraction({ help: 'Share of upkeep that a block does not cost while it is late.', default: 0, source: 'engineering default', confidence: 'low' }),
      },
      { help: 'What a month of delay costs besides interest on idle capital.' },
    ),
    staff: quantity('USD', { help: 'Staff cost per MW of IT and year, where the file has no `crews`; those are paid by the hour.', min: '0 USD', max: '10000000 USD', default: '65000 USD', source: 'half a post at 130 k USD loaded per MW, engineering default', confidence: 'low' }),
    fuel: quantity('USD/GJ', { help: 'Price of fuel by lower heating value.', min: '0 USD/GJ', max: '200 USD/GJ', default: '4.2 USD/GJ', source: '3.80 USD/GJ by higher heating value, natural gas, engineering default', confidence: 'low' }),
    diesel: quantity('USD/L', { help: 'Price of diesel for standby sets and as liquid fuel.', min: '0 USD/L', max: '20 USD/L', default: '1 USD/L', source: 'US on-highway diesel of 2025, 3.8 USD a gallon (EIA), rounded', confidence: 'medium' }),
    water: quantity('USD/m^3', { help: 'Price of make-up water.', min: '0 USD/m^3', max: '100 USD/m^3', default: '1.5 USD/m^3', source: 'engineering default', confidence: 'low' }),
  },
  { help: 'Capital, lives, upkeep and prices.' },
)
export type MoneySection = z.output<typeof moneySection>
