import Link from 'next/link';
import { Fragment, type ReactNode } from 'react';
import { classNames } from './class-names';
import { PageStrips } from './page-strips';
import { SearchButton } from './search-button';
import { SpokenTexts } from './spoken';

export type Crumb = { label: string; href: string };

/** The frame of one page: the bar (title, state, actions), tabs and strips under it, and its content as `main`. */
export function Page({
  title,
  phoneLead,
  crumbs = [],
  state,
  actions,
  tabs,
  className = 'page',
  panel,
  notes,
  children,
}: {
  title: ReactNode;
  /** Takes the place of the crumbs on a phone. */
  phoneLead?: string;
  crumbs?: readonly Crumb[];
  state?: ReactNode;
  actions?: ReactNode;
  tabs?: ReactNode;
  className?: string;
  /** What makes the content a tab's panel; see `tabPanelProps`. */
  panel?: { id: string; role: 'tabpanel'; 'aria-labelledby': string };
  /** What has to be known above the panel, whichever it is: strips, told aloud as they come. */
  notes?: ReactNode;
  children: ReactNode;
}) {
  return (
    <div className={classNames('main', tabs !== undefined && 'tabbed')}>
      <header className="bars">
        <div className="topbar">
          {crumbs.length === 0 ? (
            <h1>{title}</h1>
          ) : (
            <nav className="crumbs" aria-label="Breadcrumb">
              {crumbs.map((crumb) => (
                <Fragment key={crumb.href}>
                  <Link className="wide-only" href={crumb.href} dir="auto">
                    {crumb.label}
                  </Link>
                  <span className="sep wide-only">/</span>
                </Fragment>
              ))}
              <h1>
                {phoneLead === undefined ? null : (
                  <span className="phone-only lead">
                    <span dir="auto">{phoneLead}</span>
                  </span>
                )}
                <span className="crumb-title">{title}</span>
              </h1>
            </nav>
          )}
          {state}
          <span className="grow" />
          <SearchButton />
          {actions}
        </div>
        {tabs}
      </header>
      <PageStrips />
      <main id="content" tabIndex={-1} className={classNames('content', panel === undefined && className)}>
        {panel === undefined ? (
          <>
            {children}
            <LiveRegion />
          </>
        ) : (
          <>
            <LiveRegion notes={notes} />
            <div {...panel} className={classNames('panel', className)}>
              {children}
            </div>
          </>
        )}
      </main>
    </div>
  );
}

/** The one region of the page that is told aloud as it changes. Open dialogs leave it so, since it says `aria-live`. */
function LiveRegion({ notes }: { notes?: ReactNode }) {
  return (
    <div
      className={notes === undefined ? 'hidden-text' : 'page-notes'}
      role="status"
      aria-live="polite"
      aria-atomic={false}
    >
      {notes}
      <SpokenTexts />
    </div>
  );
}
