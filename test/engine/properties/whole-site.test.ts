// Whole sites over a few seeds; `test/validation/whole-site.test.ts` has as many more.
import { wholeSites } from './whole-site.ts'

wholeSites([1, 2, 3, 4, 5, 6])
