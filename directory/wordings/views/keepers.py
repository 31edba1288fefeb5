"""Pages on which administrators name keepers of languages, and choose the pseudo-language for themselves."""

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from directory.access.current_viewer import current_viewer, permits
from directory.access.policy import Action
from directory.forms import run_on_submit, status_of
from directory.transaction import committing
from directory.wordings import presenters, pseudo_choice, service
from directory.wordings.forms import KeeperForm
from directory.wordings.views.blueprint import blueprint


@blueprint.route("/wordings/keepers", methods=["GET", "POST"])
@permits(Action.ADMINISTER)
def keepers() -> ResponseReturnValue:
    """List the keepers of each language. If the form was sent, name a keeper."""
    form = KeeperForm()
    if run_on_submit(form, lambda: service.name_keeper(current_viewer(), form.language.data, form.address.data)):
        return redirect(url_for(".keepers"), 303)
    shown = {"form": form, "lines": presenters.keeper_lines(), "is_pseudo": pseudo_choice.is_chosen()}
    return render_template("wordings/keepers.html", **shown), status_of(form)


@blueprint.post("/wordings/keepers/<catalogue>/<int:number>/remove")
@permits(Action.ADMINISTER)
def remove_keeper(catalogue: str, number: int) -> ResponseReturnValue:
    """Take from a person the right to decide on wordings of a language."""
    with committing():
        service.remove_keeper(current_viewer(), catalogue, number)
    return redirect(url_for(".keepers"), 303)


@blueprint.post("/wordings/pseudo")
@permits(Action.ADMINISTER)
def choose_pseudo() -> ResponseReturnValue:
    """Show the English pages of this session in the pseudo-language from now on, or in English again."""
    pseudo_choice.choose(is_on=request.form.get("show") == "1")
    return redirect(url_for(".keepers"), 303)
