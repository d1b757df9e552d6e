// Whole sites over more seeds than the quick tests have time for.
import { wholeSites } from '../engine/properties/whole-site.ts'

wholeSites([7, 8, 9, 10, 11, 12])
