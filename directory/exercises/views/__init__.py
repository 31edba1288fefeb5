"""Pages of exercises: a blueprint for each part."""

from directory.exercises.views.lines import blueprint as lines
from directory.exercises.views.pages import blueprint as pages
from directory.exercises.views.preparation import blueprint as preparation
from directory.exercises.views.report import blueprint as report
from directory.exercises.views.tabletop import blueprint as tabletop

BLUEPRINTS = (lines, pages, preparation, report, tabletop)
