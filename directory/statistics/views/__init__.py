"""Pages of figures: a blueprint for each part."""

from directory.statistics.views.figures import blueprint as figures

BLUEPRINTS = (figures,)
