/** Live mode: the newest page is asked for again and again. */
import { useEffect } from 'react';

/** In milliseconds. A busy gateway ends thousands of requests a second; a reader follows one change of the list. */
const PAUSE = 2_000;

export function useLive(isOn: boolean, refresh: () => void): void {
  useEffect(() => {
    if (!isOn) return undefined;
    const timer = setInterval(refresh, PAUSE);
    return () => clearInterval(timer);
  }, [isOn, refresh]);
}
