// How long the session still lasts.

import { useEffect, useState } from 'react';

const SECOND_MS = 1000;
const pad = (number: number) => String(number).padStart(2, '0');

export function Countdown({ until }: { until: string | null }) {
  const [now, setNow] = useState(Date.now);
  useEffect(() => {
    const timer = setInterval(() => setNow(Date.now()), SECOND_MS);
    return () => clearInterval(timer);
  }, []);
  if (!until) return <span className="countdown">until you sign out</span>;
  const left = Math.max(0, Math.ceil((Date.parse(until) - now) / SECOND_MS));
  return (
    <time className="countdown" dateTime={until} role="timer" title={`Ends ${new Date(until).toLocaleString()}`}>
      {clock(left)} left
    </time>
  );
}

function clock(seconds: number): string {
  const [hours, minutes] = [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60];
  return `${hours ? `${hours}:` : ''}${hours ? pad(minutes) : minutes}:${pad(seconds % 60)}`;
}
