// @ts-check
import { createServer } from 'node:net';

/**
 * Tries a port by listening on it for a moment.
 * @param {number} port 0 for any free one
 * @param {string} host
 * @returns {Promise<{ ok: true, port: number } | { ok: false, code: string }>} code as in EADDRINUSE
 */
export function tryPort(port, host) {
  return new Promise((resolve) => {
    const server = createServer();
    server.once('error', (error) =>
      resolve({ ok: false, code: 'code' in error ? String(error.code) : error.message }),
    );
    server.listen({ port, host: host.replace(/^\[|\]$/g, ''), exclusive: true }, () => {
      const address = server.address();
      const found = typeof address === 'object' && address !== null ? address.port : port;
      server.close(() => resolve({ ok: true, port: found }));
    });
  });
}

/**
 * The sentence for a port that can't be had, with the way out.
 * @param {{ port: number, host: string, code: string }} problem
 */
export async function portProblem({ port, host, code }) {
  const flag = 'npm start -- ';
  switch (code) {
    case 'EADDRINUSE': {
      const next = await nextFreePort(port + 1, host);
      return `Port ${port} on ${host} is taken by another program. End that program, or start on another port: ${flag}--port ${next}`;
    }
    case 'EACCES':
      return `Port ${port} on ${host} needs more rights than this user has. Start on another port: ${flag}--port 3000`;
    case 'EADDRNOTAVAIL':
    case 'ENOTFOUND':
      return `This machine has no address ${host}. Use 127.0.0.1 (this machine only) or 0.0.0.0 (all networks): ${flag}--host 127.0.0.1`;
    default:
      return `Can't listen on port ${port} of ${host}: ${code}`;
  }
}

/**
 * @param {number} port
 * @param {string} host
 */
async function nextFreePort(port, host) {
  for (let candidate = port; candidate < port + 20 && candidate <= 65535; candidate++) {
    if ((await tryPort(candidate, host)).ok) return candidate;
  }
  return 0;
}
