/** Imported before the specs, so that demo and browser are started before the first of them. */

import { raiseStage } from './stage.mjs';

raiseStage();
