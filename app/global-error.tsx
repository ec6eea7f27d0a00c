'use client';

import './styles/tokens.css';
import './styles/base.css';
import './styles/controls.css';

/** The shell itself broke: a page of its own, without it. */
export default function GlobalError({ reset }: { error: Error; reset: () => void }) {
  return (
    <html lang="en">
      <body>
        <main className="empty-state">
          <h1>Seedloom stopped in this tab</h1>
          <p>Runs go on, and nothing that was saved is lost.</p>
          <div className="actions">
            <button type="button" className="btn primary" onClick={reset}>
              Start again
            </button>
          </div>
        </main>
      </body>
    </html>
  );
}
