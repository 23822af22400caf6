/** Every spec, one after the other, on one demo and one browser: `node --test-reporter=spec all.mjs`. */

import './harness/raise.mjs';

import './specs/first-load.mjs';
import './specs/bundles.mjs';
import './specs/filters.mjs';
import './specs/console.mjs';
import './specs/views.mjs';
import './specs/bulk.mjs';
import './specs/search.mjs';
import './specs/paging.mjs';
import './specs/record.mjs';
import './specs/team.mjs';
import './specs/address.mjs';
import './specs/live.mjs';
import './specs/overview.mjs';
import './specs/mend.mjs';
import './specs/settings.mjs';
import './specs/settings-areas.mjs';
import './specs/settings-huge.mjs';
import './specs/pausing.mjs';
import './specs/access.mjs';
import './specs/restart.mjs';
import './specs/setup.mjs';
import './specs/setup-oauth.mjs';
