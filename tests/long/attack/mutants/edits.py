"""The changes that are made to one node of a syntax tree."""

import ast
from collections.abc import Iterator, Mapping
from enum import EnumType

Edit = tuple[str, ast.AST]
Function = ast.FunctionDef | ast.Lambda | None

OTHER: Mapping[type[ast.AST], type[ast.AST]] = {
    ast.Eq: ast.NotEq,
    ast.NotEq: ast.Eq,
    ast.Lt: ast.LtE,
    ast.LtE: ast.Lt,
    ast.Gt: ast.GtE,
    ast.GtE: ast.Gt,
    ast.In: ast.NotIn,
    ast.NotIn: ast.In,
    ast.Is: ast.IsNot,
    ast.IsNot: ast.Is,
    ast.And: ast.Or,
    ast.Or: ast.And,
    ast.Add: ast.Sub,
    ast.Sub: ast.Add,
    ast.Mult: ast.Add,
    ast.BitAnd: ast.BitOr,
    ast.BitOr: ast.BitAnd,
}
OTHER_CALL = {"min": "max", "max": "min", "any": "all", "all": "any", "and_": "or_", "or_": "and_"}


def edits_of(
    node: ast.AST, parent: ast.AST, field: str, function: Function, enums: Mapping[str, EnumType]
) -> Iterator[Edit]:
    """Yield what may stand in place of a node, and what to call it."""
    yield from _of_statement(node, function)
    yield from _of_operator(node)
    yield from _of_value(node, enums)
    yield from _of_members(node, parent, function)
    if field in ("test", "ifs") and not isinstance(parent, ast.While) and isinstance(node, ast.expr):
        yield "condition turned round", ast.UnaryOp(ast.Not(), node)


def _of_statement(node: ast.AST, function: Function) -> Iterator[Edit]:
    """The statement stays where nothing reaches it, so that the function closes over the same names."""
    if function is None:
        return
    if isinstance(node, ast.Return) and node.value is not None:
        is_bool = isinstance(function, ast.FunctionDef) and ast.dump(function.returns or node) == ast.dump(
            _NAME_OF_BOOL
        )
        for value in (True, False) if is_bool else (None,):
            if not (isinstance(node.value, ast.Constant) and node.value.value is value):
                yield f"returns {value}", ast.If(ast.Constant(False), [node], [ast.Return(ast.Constant(value))])
    is_words = isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant | ast.Yield | ast.YieldFrom)
    is_set = isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Attribute | ast.Subscript)
    if is_set or (isinstance(node, ast.Expr | ast.AugAssign | ast.Raise) and not is_words):
        yield "removed", ast.If(ast.Constant(False), [node], [])


_NAME_OF_BOOL = ast.Name("bool", ast.Load())


def _of_operator(node: ast.AST) -> Iterator[Edit]:
    if isinstance(node, ast.Compare):
        for position, operator in enumerate(node.ops):
            ops = [*node.ops]
            ops[position] = OTHER[type(operator)]()  # type: ignore[call-overload]
            yield f"{_name(operator)} is {_name(ops[position])}", ast.Compare(node.left, ops, node.comparators)
    elif isinstance(node, ast.BoolOp):
        new = OTHER[type(node.op)]()
        yield f"{_name(node.op)} is {_name(new)}", ast.BoolOp(new, node.values)
    elif isinstance(node, ast.BinOp) and type(node.op) in OTHER:
        new = OTHER[type(node.op)]()
        yield f"{_name(node.op)} is {_name(new)}", ast.BinOp(node.left, new, node.right)
    elif isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.Not):
        yield "not is left out", node.operand
    elif isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in OTHER_CALL:
        new = OTHER_CALL[node.func.id]
        yield f"{node.func.id} is {new}", ast.Call(ast.Name(new, ast.Load()), node.args, node.keywords)


def _of_value(node: ast.AST, enums: Mapping[str, EnumType]) -> Iterator[Edit]:
    if isinstance(node, ast.Constant) and isinstance(node.value, bool):
        yield f"{node.value} is {not node.value}", ast.Constant(not node.value)
    elif isinstance(node, ast.Constant) and isinstance(node.value, int):
        yield f"{node.value} is {node.value + 1}", ast.Constant(node.value + 1)
    elif isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name) and node.value.id in enums:
        names = list(enums[node.value.id].__members__)
        if node.attr in names:
            new = names[(names.index(node.attr) + 1) % len(names)]
            yield f"{node.attr} is {new}", ast.Attribute(node.value, new, ast.Load())


def _of_members(node: ast.AST, parent: ast.AST, function: Function) -> Iterator[Edit]:
    if isinstance(node, ast.Dict):
        for position in range(len(node.keys)):
            keys, values = [*node.keys], [*node.values]
            del keys[position], values[position]
            yield f"without member {position + 1}", ast.Dict(keys, values)
    is_choice = isinstance(node, ast.Tuple | ast.List) and isinstance(node.ctx, ast.Load) and len(node.elts) > 1
    is_table = function is None and not isinstance(parent, ast.Subscript)
    if isinstance(node, ast.Set) or (is_choice and (isinstance(parent, ast.Compare) or is_table)):
        for position in range(len(node.elts)):
            members = [*node.elts]
            del members[position]
            new = ast.Set(members) if isinstance(node, ast.Set) else type(node)(members, ast.Load())
            yield f"without member {position + 1}", new if members else ast.Call(ast.Name("set", ast.Load()), [], [])


def _name(operator: ast.AST) -> str:
    return type(operator).__name__
