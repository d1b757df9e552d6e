/** Rules of crews: for everything that can fail there is somebody trained for it, and enough of them. */
import { hasAssets } from '../asset-kinds.ts'
import { ASSET_KINDS, ASSETS } from '../catalog/assets.ts'
import type { Skill } from '../catalog/skills.ts'
import { mostPeople, teamsOf } from '../crew-teams.ts'
import { rule } from './rule.ts'
import type { Finding, Rule } from './rule.ts'

/** Work that some team must be able to do: what for, with which skill, how many people. */
interface Need {
  readonly what: string
  readonly skill: Skill
  readonly people: number
}

/** The first need of each skill that no team meets. */
function unmet(needs: readonly Need[], most: (skill: Skill) => number): Need[] {
  const lacking = needs.filter(({ skill, people }) => most(skill) < people)
  return lacking.filter(({ skill }, at) => lacking.findIndex(other => other.skill === skill) === at)
}

function finding({ what, skill, people }: Need, have: number): Finding {
  const message = have === 0 ? `no team is trained for ${skill}, which ${what} needs` : `${what} needs ${people} people trained for ${skill} at once, the largest team has ${have}`
  return { path: ['crews', 'teams'], message, allowed: have === 0 ? `a team with ${skill} among its skills, a contractor on call-out will do` : `a team of at least ${people} with ${skill}` }
}

export const crewRules: readonly Rule[] = [
  rule('CREW_0', 'error', ['crews', 'grid', 'generation', 'storage', 'blocks', 'power'], site => {
    const { crews } = site
    if (crews === undefined) return []
    const teams = teamsOf(crews, site)
    const repairs = ASSET_KINDS.filter(kind => hasAssets(site, kind)).map((kind): Need => ({ what: `the repair of a ${ASSETS[kind].label}`, skill: ASSETS[kind].skill, people: ASSETS[kind].isSwitching ? crews.switching : 1 }))
    return unmet(repairs, skill => mostPeople(teams, skill)).map(need => finding(need, mostPeople(teams, need.skill)))
  }),
  rule('team-id', 'error', ['crews'], ({ crews }) =>
    (crews?.teams ?? []).flatMap(({ id }, at, all): Finding[] =>
      all.findIndex(other => other.id === id) === at ? [] : [{ path: ['crews', 'teams', at, 'id'], message: 'is the name of two teams', value: id, allowed: 'a name of its own' }]),
  ),
]
