"""Flask extensions of the app: database, migrations, CSRF tokens."""

from typing import TYPE_CHECKING

from flask_migrate import Migrate
from flask_sqlalchemy import SQLAlchemy
from flask_wtf import CSRFProtect
from sqlalchemy import MetaData
from sqlalchemy.orm import DeclarativeBase

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


db = SQLAlchemy(model_class=Base, disable_autonaming=True, session_options={"class_": DatabaseSession})
migrate = Migrate(render_as_batch=True, compare_type=True)
csrf = CSRFProtect()

if TYPE_CHECKING:

    class Model(Base):
        """`db.Model`, declared so that type checkers know its type."""

        __abstract__ = True
else:
    Model = db.Model
