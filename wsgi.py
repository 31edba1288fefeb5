"""What gunicorn and the flask command see."""

from directory.app import create_app
from directory.config import Config

app = create_app(Config.from_env())
