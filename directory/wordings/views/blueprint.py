"""The blueprint of the pages of wordings."""

from flask import Blueprint

blueprint = Blueprint("wordings", __name__)
