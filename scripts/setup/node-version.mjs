// @ts-check
/** The oldest Node that Seedloom runs on, as in package.json's engines. */
export const oldestNode = '20.19.0';

/**
 * Says in one sentence why this Node can't run Seedloom; null when it can.
 * @param {string} version as in process.versions.node
 * @returns {string | null}
 */
export function nodeProblem(version) {
  const [major = 0, minor = 0] = version.split('.').map(Number);
  const [oldestMajor = 0, oldestMinor = 0] = oldestNode.split('.').map(Number);
  if (major > oldestMajor || (major === oldestMajor && minor >= oldestMinor)) return null;
  return `Seedloom needs Node ${oldestMajor}.${oldestMinor} or newer, and this is Node ${version}. Get a newer one from https://nodejs.org and start again.`;
}
