"""Flask extensions of the app: database, migrations, translations, CSRF tokens."""

from typing import TYPE_CHECKING

from babel import Locale
from babel.support import NullTranslations
from flask_babel import Babel, Domain, get_locale
from flask_migrate import Migrate
from flask_sqlalchemy import SQLAlchemy
from flask_wtf import CSRFProtect
from sqlalchemy import MetaData
from sqlalchemy.orm import DeclarativeBase
from werkzeug.utils import cached_property

from directory.database_connections import DatabaseSession


class Base(DeclarativeBase):
    """Base of the models; it names constraints so that migrations can refer to them."""

    metadata = MetaData(
        naming_convention={
            "ix": "ix_%(column_0_label)s",
            "uq": "uq_%(table_name)s_%(column_0_name)s",
            "ck": "ck_%(table_name)s_%(constraint_name)s",
            "fk": "fk_%(table_name)s_%(column_0_name)s_%(referred_table_name)s",
            "pk": "pk_%(table_name)s",
        }
    )


class Catalogues(Domain):  # type: ignore[misc]
    """The catalogues of the interface, each kept under its locale. Flask-Babel's own lookup writes the locale as a text
    for each message, which takes two fifths of the message's time."""

    def __init__(self) -> None:
        super().__init__()
        self._by_locale: dict[Locale | None, NullTranslations] = {}

    def get_translations(self) -> NullTranslations:
        """Return the catalogue of the current locale. Each catalogue is read once."""
        locale = get_locale()
        try:
            return self._by_locale[locale]
        except KeyError:
            found: NullTranslations = super().get_translations()
            self._by_locale[locale] = found
            return found


class BabelWithCatalogues(Babel):  # type: ignore[misc]
    """Flask-Babel, which looks messages up in `Catalogues`."""

    @cached_property
    def domain_instance(self) -> Catalogues:
        """The catalogues of all apps of the process."""
        return Catalogues()


db = SQLAlchemy(model_class=Base, disable_autonaming=True, session_options={"class_": DatabaseSession})
migrate = Migrate(render_as_batch=True, compare_type=True)
babel = BabelWithCatalogues()
csrf = CSRFProtect()

if TYPE_CHECKING:

    class Model(Base):
        """`db.Model`, declared so that type checkers know its type."""

        __abstract__ = True
else:
    Model = db.Model
