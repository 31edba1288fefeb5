"""Pages of figures: a blueprint for each part."""

from directory.statistics.views.figures import blueprint as figures
from directory.statistics.views.report import blueprint as report
from directory.statistics.views.returns import blueprint as returns
from directory.statistics.views.translations import blueprint as translations

BLUEPRINTS = (figures, returns, report, translations)
