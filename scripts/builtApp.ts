import { ensureBuilt } from './freshBuild.ts';

/** Before the tests of the screen: what is built is of today. Two of their files run at a time, and none may build under the feet of the other. */
export default ensureBuilt;
