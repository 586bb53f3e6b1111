"""Imports go one way: the table of the house, and every import read against it."""

from __future__ import annotations

from graphlib import CycleError, TopologicalSorter

from tests.architecture.reading import FACE, PACKAGE, modules, own_imports, room_of

LAYERS: tuple[tuple[str, ...], ...] = (
    # ground
    ("__about__", "source", "values", "extras"),
    ("diagnostics", "resources"),
    # pure
    ("business_time", "matching"),
    ("rostering",),
    # writing
    ("syntax",),
    # meaning
    ("semantics", "ir"),
    # bridge
    ("compiler",),
    # running
    ("inputs",),
    ("runtime",),
    ("disclosure",),
    ("backends",),
    ("explanation",),
    ("tracking", "signals", "reviewing"),
    ("proving",),
    ("analysis",),
    ("comparison",),
    ("policy",),
    # tools
    ("formatter", "testing", "adapters", "lints"),
    ("report",),
    # faces
    ("cli", "pytest_plugin"),
    ("__main__",),
    (FACE,),
)
"""Lowest first. A room may import lower rooms; those of one line know nothing of one another."""

WRITING = frozenset({"syntax", "semantics"})
BRIDGE = frozenset({"compiler"})
RUNNING = frozenset(
    {"ir", "inputs", "runtime", "disclosure", "backends", "explanation", "tracking", "signals", "reviewing"}
    | {"proving", "analysis", "comparison"}
)
"""The two towers and what joins them: a program read from disk runs without a parser, so nothing that runs it knows one."""

PUBLIC_FACE_USERS = frozenset({"cli", "__main__"})
"""Who may import the package itself; below, that would be a way round the table."""

SHARED_BY_BACKENDS = frozenset({"protocol"})
"""Modules of `backends` that every backend may import; the backends themselves are siblings."""

SHARED_BY_LINTS = frozenset({"base", "catalogue", "laws", "shapes", "terms", "writing"})
"""Modules of `lints` that are no lint; a lint knows them and no other lint."""

RANK = {room: rank for rank, layer in enumerate(LAYERS) for room in layer}


def is_lower(imported: str, importer: str) -> bool:
    """Tell whether the table lets one room import another."""
    if imported == FACE:
        return importer in PUBLIC_FACE_USERS
    if importer in RUNNING and imported in WRITING | BRIDGE:
        return False
    return RANK[imported] < RANK[importer]


def sibling_of(module: str) -> tuple[str, str] | None:
    """Return the family and the name of a backend, a lint or a command's verb; nothing for any other module."""
    match module.split("."):
        case [_, "backends", name, *_] if name not in SHARED_BY_BACKENDS:
            return "backends", name
        case [_, "lints", name] if name not in SHARED_BY_LINTS:
            return "lints", name
        case [_, "cli", "verbs", name, *_]:
            return "verbs", name
        case [_, "cli", name, *_] if name.startswith("verb_"):
            return "verbs", name
        case _:
            return None


def test_every_room_is_in_the_table() -> None:
    assert modules(), "no module was found"
    assert {room_of(module) for module in modules()} <= set(RANK)


def test_no_room_is_in_the_table_twice() -> None:
    assert len(RANK) == sum(map(len, LAYERS))


def test_rooms_import_only_lower_rooms() -> None:
    wrong = []
    for found in own_imports():
        importer, imported = room_of(found.importer), room_of(found.imported)
        if importer in (imported, FACE) or importer not in RANK or imported not in RANK:
            continue
        if not is_lower(imported, importer):
            wrong.append(f"{found.place}: {importer} imports {imported}")
    assert wrong == []


def test_siblings_do_not_know_one_another() -> None:
    wrong = []
    for found in own_imports():
        importer, imported = sibling_of(found.importer), sibling_of(found.imported)
        if importer and imported and importer[0] == imported[0] and importer != imported:
            wrong.append(f"{found.place}: {importer[1]} imports {imported[1]}")
    assert wrong == []


def test_no_module_needs_itself() -> None:
    graph: dict[str, set[str]] = {module: set() for module in modules()}
    for found in own_imports():
        if found.importer != PACKAGE and found.imported in graph and found.imported != found.importer:
            graph[found.importer].add(found.imported)
    try:
        TopologicalSorter(graph).prepare()
    except CycleError as error:
        raise AssertionError(f"these modules import one another: {' -> '.join(error.args[1])}") from None
