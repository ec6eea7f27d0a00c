// @ts-check
/**
 * Loaded into each child of the supervisor before its own code: when the supervisor is gone, even by kill -9,
 * the channel to it closes and the child ends, so that no port stays taken and no lease is kept alive.
 */
const graceMs = 4000;

if (Number(process.env['SEEDLOOM_SUPERVISOR_PID']) === process.ppid && process.channel) {
  process.on('disconnect', () => {
    setTimeout(endNow, graceMs).unref();
    process.kill(process.pid, 'SIGTERM');
  });
  // Listening alone must not keep a child alive that has come to its end.
  process.channel.unref();
}

/** Ends the whole group of this child: what it started has no other keeper. */
function endNow() {
  try {
    process.kill(-process.pid, 'SIGKILL');
  } catch {
    process.kill(process.pid, 'SIGKILL');
  }
}
