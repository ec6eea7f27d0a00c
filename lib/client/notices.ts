/** Whether the browser would still ask the person, so that asking makes sense. */
export function canAskForNotices(): boolean {
  return hasNotices() && Notification.permission === 'default';
}

/** Asks, on a press, whether the system may tell of runs that end; tells what was answered. */
export async function askForNotices(): Promise<boolean> {
  return (await Notification.requestPermission()) === 'granted';
}

/** Tells through the system, where that was allowed; a press brings the tab forward. */
export function showNotice(text: string, onOpen: () => void): void {
  if (!hasNotices() || Notification.permission !== 'granted') return;
  const notice = new Notification(text);
  notice.addEventListener('click', () => {
    window.focus();
    onOpen();
  });
}

/** Phones take notices from a service worker only. */
function hasNotices(): boolean {
  return 'Notification' in window && window.matchMedia('(pointer: fine)').matches;
}
