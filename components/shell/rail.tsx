'use client';

import { Contrast } from 'lucide-react';
import Link from 'next/link';
import { Icon } from '@/components/ui/icon';
import { Menu, MenuItem } from '@/components/ui/menu';
import { Tooltip } from '@/components/ui/tooltip';
import { Mark } from './mark';
import { places, type Place } from './places';
import { themeChoices, themeNames, type ThemeChoice } from './theme';

export type RunBadge = { count: number; needsPerson: boolean };

/** The way between the places: a rail at the left, a bar at the bottom of a phone. */
export function Rail({
  path,
  badge,
  themeChoice,
  onTheme,
}: {
  path: string;
  badge: RunBadge;
  themeChoice: ThemeChoice;
  onTheme: (choice: ThemeChoice) => void;
}) {
  return (
    <nav className="rail" aria-label="Main">
      <Link className="mark" href="/recipes" aria-label="Seedloom">
        <Mark />
      </Link>
      {places.slice(0, -1).map((place) => (
        <RailLink key={place.href} place={place} current={path.startsWith(place.href)}>
          {place.href === '/datasets' && badge.count > 0 ? <BadgeCount badge={badge} /> : null}
        </RailLink>
      ))}
      <span className="spacer" />
      <Menu
        label="Theme"
        align="start"
        trigger={
          <button type="button" className="rail-item wide-only">
            <Icon of={Contrast} size="l" />
            Theme
          </button>
        }
      >
        {themeChoices.map((choice) => (
          <MenuItem
            key={choice}
            aside={choice === themeChoice ? 'chosen' : undefined}
            onSelect={() => onTheme(choice)}
          >
            {themeNames[choice]}
          </MenuItem>
        ))}
      </Menu>
      {places.slice(-1).map((place) => (
        <RailLink key={place.href} place={place} current={path.startsWith(place.href)} />
      ))}
    </nav>
  );
}

function RailLink({
  place,
  current,
  children,
}: {
  place: Place;
  current: boolean;
  children?: React.ReactNode;
}) {
  return (
    <Tooltip text={`Go to ${place.label}`} shortcut={place.keys}>
      <Link className="rail-item" href={place.href} aria-current={current ? 'page' : undefined}>
        <Icon of={place.icon} size="l" />
        {place.label}
        {children}
      </Link>
    </Tooltip>
  );
}

function BadgeCount({ badge }: { badge: RunBadge }) {
  const words = `${badge.count} ${badge.count === 1 ? 'run' : 'runs'} in progress`;
  return (
    <span
      className={badge.needsPerson ? 'count bad' : 'count'}
      title={badge.needsPerson ? `${words}, one needs you` : words}
    >
      <span aria-hidden>{badge.count}</span>
      <span className="hidden-text">
        , {words}
        {badge.needsPerson ? ', one needs you' : ''}
      </span>
    </span>
  );
}
