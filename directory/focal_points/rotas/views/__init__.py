"""Pages of rotas, one module for each subject."""

from directory.focal_points.rotas.views.calendars import blueprint as calendars
from directory.focal_points.rotas.views.holidays import blueprint as holidays
from directory.focal_points.rotas.views.patterns import blueprint as keeping
from directory.focal_points.rotas.views.rotations import blueprint as rotations
from directory.focal_points.rotas.views.swaps import blueprint as swaps
from directory.focal_points.rotas.views.week import blueprint as weeks

BLUEPRINTS = (weeks, rotations, keeping, swaps, holidays, calendars)
