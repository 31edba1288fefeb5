"""Checks the target of a redirect (`next`), so that it does not lead to another site."""


def local_path(address: str) -> str:
    """Return the address unchanged if it is a path of this site, otherwise "" (no open redirect).

    Backslashes and control characters are refused: browsers read a backslash as a slash and drop control characters.
    """
    is_local = address.startswith("/") and not address.startswith("//") and "\\" not in address
    return address if is_local and address.isprintable() else ""
