"""What waits is tested over the scene of the consultations: a desk of France, who asks it, and all who look on."""

from tests.consultations.conftest import scene, scenery, site, written
from tests.stored import three_states

__all__ = ["scene", "scenery", "site", "three_states", "written"]
