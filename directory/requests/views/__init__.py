"""Pages of the docket: a blueprint for each part."""

from directory.requests.views.entering import blueprint as entering
from directory.requests.views.files import blueprint as files
from directory.requests.views.invitations import blueprint as invitations
from directory.requests.views.keeping import blueprint as keeping
from directory.requests.views.pages import blueprint as pages
from directory.requests.views.usual_times import blueprint as usual_times

BLUEPRINTS = (entering, files, invitations, keeping, pages, usual_times)
