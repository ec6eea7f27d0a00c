import { openApiRoute } from './openapi';
import type { Route } from './route';
import { datasetRoutes } from './routes/datasets';
import { healthRoutes } from './routes/health';
import { keyRoutes } from './routes/keys';
import { localModelRoutes } from './routes/local-model';
import { modelRoutes } from './routes/models';
import { operationRoutes } from './routes/operations';
import { projectRoutes } from './routes/projects';
import { recipePlanRoutes } from './routes/recipe-plans';
import { recipeRoutes } from './routes/recipes';
import { sourceRoutes } from './routes/sources';
import { runRoutes } from './routes/runs';

const described = [
  ...healthRoutes,
  ...projectRoutes,
  ...recipeRoutes,
  ...recipePlanRoutes,
  ...sourceRoutes,
  ...runRoutes,
  ...datasetRoutes,
  ...operationRoutes,
  ...modelRoutes,
  ...localModelRoutes,
  ...keyRoutes,
];

/** Every route of the API: what isn't here is a 404. */
export const routes: readonly Route[] = [...described, openApiRoute(described)];
