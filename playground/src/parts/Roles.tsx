// The role switcher: the viewer's roles by workspace; a click starts a session that is narrowed to one.

import { useRef } from 'react';
import type { HeldRole, Session } from '../session/session';

interface Props {
  session: Session;
  assume(role: HeldRole): void;
  leaveRole(): void;
}

const PLATFORM = 'The platform';
const placeOf = (role: HeldRole) => role.workspace?.displayName || role.workspace?.name || PLATFORM;

export function Roles({ session, assume, leaveRole }: Props) {
  const panel = useRef<HTMLDivElement>(null);
  const role = session.assumed?.role;
  const chosen = (choose: () => void) => () => {
    panel.current?.hidePopover();
    choose();
  };
  return (
    <>
      <button className="role" popoverTarget="roles" aria-haspopup="true">
        {role ? `${role.displayName || role.name} · ${placeOf(role)}` : 'All my roles'} <span aria-hidden="true">▾</span>
      </button>
      <div id="roles" className="roles" popover="auto" ref={panel} role="group" aria-label="Act as">
        <button aria-pressed={!role} onClick={chosen(leaveRole)}>
          All my roles
        </button>
        {byPlace(session.roles).map(([name, place, roles]) => (
          <section key={name} aria-label={`${place} ${name}`}>
            <h2>
              {place} {name && <code>{name}</code>}
            </h2>
            {roles.map(each => (
              <button key={each.name} aria-pressed={isSame(each, role)} onClick={chosen(() => assume(each))}>
                {each.displayName || each.name} <code>{each.name}</code>
              </button>
            ))}
          </section>
        ))}
        <p>A narrowed session can do what that one role allows, and ends with it. The schema shrinks to fit.</p>
      </div>
    </>
  );
}

/** The name of each workspace ('' is the platform), what it is called, and the roles there: two may be called alike. */
const byPlace = (roles: HeldRole[]) =>
  [...Map.groupBy(roles, role => role.workspace?.name ?? '')].map(
    ([name, there]) => [name, there.map(placeOf)[0], there] as const,
  );

const isSame = (one: HeldRole, other?: HeldRole) =>
  one.name === other?.name && one.workspace?.name === other.workspace?.name;
