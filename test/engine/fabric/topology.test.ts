import { describe, expect, test } from 'vitest'
import { bisectionBps, dragonfly, fatTree, fullFatTree, modulesOf, planes } from '../../../src/engine/fabric/topology.ts'
import { downPorts, threeTierHosts, twoTierHosts } from '../../../src/scenario/fabric-ports.ts'

describe('topology', () => {
  test.each([
    [512, 16, 8, 0],
    [1024, 32, 16, 0],
    [2048, 64, 32, 0],
    [4096, 128, 128, 64],
    [8192, 256, 256, 128],
    [16384, 512, 512, 256],
  ])('T2.1 %i hosts on radix 64: %i leaf, %i spine, %i core', (hosts, leaf, spine, core) => {
    const tree = fatTree(hosts, 64)
    expect([tree.leaf, tree.spine, tree.core]).toEqual([leaf, spine, core])
    expect(tree.cables).toEqual(core === 0 ? [hosts, hosts] : [hosts, hosts, hosts])
  })

  test('T2.2 node–leaf tier of a 256-accelerator unit: 256 NIC modules, 128 twin-port leaf modules, 256 fibres', () => {
    const [fibres] = fatTree(256, 64).cables
    expect([fibres, modulesOf(fibres, true, true)]).toEqual([256, { below: 256, above: 128 }])
    expect(modulesOf(fibres, false, false)).toEqual({ below: 256, above: 256 })
  })

  test('T2.9 job-relevant link events and module failures a day', () => {
    const links = 98_304 * 3
    expect((links * 0.0048) / 365.25).toBeCloseTo(3.88, 2)
    const modules = fatTree(98_304, 64).cables.reduce((sum, cables) => sum + modulesOf(cables, false, false).below + modulesOf(cables, false, false).above, 0)
    expect((modules * 0.005) / 365.25).toBeCloseTo(8.07, 2)
  })

  test.each([
    [4, 16, 20, 4, 48],
    [8, 128, 80, 16, 384],
    [48, 27_648, 2880, 576, 82_944],
    [64, 65_536, 5120, 1024, 196_608],
  ])('Al-Fares with k = %i: %i hosts, %i switches, %i core, %i links; the counted tree agrees', (k, hosts, switches, core, links) => {
    expect(fullFatTree(k)).toEqual({ hosts, switches, core, links })
    const tree = fatTree(hosts, k)
    expect(tree.leaf + tree.spine + tree.core).toBe(switches)
    expect(tree.core).toBe(core)
    expect(tree.cables.reduce((sum, cables) => sum + cables, 0)).toBe(links)
    expect(threeTierHosts(k)).toBe(hosts)
  })

  test('two tiers of radix 64 reach 2,048 hosts; 3:1 thins the links by hand', () => {
    expect(twoTierHosts(64)).toBe(2048)
    expect(downPorts(64, 3)).toBe(48)
    // 960 hosts on 48 ports down and 16 up: 20 leaves, 320 uplinks, 5 spines.
    expect(fatTree(960, 64, 3)).toEqual({ leaf: 20, spine: 5, core: 0, cables: [960, 320] })
    // 7:1 above the spines: 56 of 64 ports down. 4,096 uplinks need 74 spines with 8 ports up each, 592 links, 10 core switches.
    expect(fatTree(4096, 64, 1, 7)).toEqual({ leaf: 128, spine: 74, core: 10, cables: [4096, 4096, 592] })
  })

  test('two planes are two networks; a group on one switch needs no spine', () => {
    expect(planes(1024, 64, 2)).toEqual({ leaf: 64, spine: 32, core: 0, cables: [2048, 2048] })
    expect(fatTree(30, 64)).toEqual({ leaf: 1, spine: 0, core: 0, cables: [30] })
  })

  test('balanced dragonfly of radix 63: p = 16, a = 32, 513 groups, by hand', () => {
    const small = dragonfly(1024, 63)
    expect(small).toMatchObject({ hostsPerRouter: 16, routersPerGroup: 32, hostsPerGroup: 512, routers: 64, groups: 2, groupsMax: 513 })
    // 2 groups × 32·31/2 local links; 64 routers × 16 global ports, two a link.
    expect(small.cables).toEqual([1024, 992, 512])
  })

  test('bisection is half of the hosts at line rate, divided by the oversubscription: the least cut of a two-tier tree', () => {
    // Least cut by hand: 4 leaves of 8 hosts; two leaves on each side cut 2 × 8/r uplinks.
    for (const r of [1, 2, 4]) expect(bisectionBps(32, 50e9, r)).toBe((2 * 8 * 50e9) / r)
  })
})
