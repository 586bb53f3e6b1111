"""Two closed lists of words as one that orders the words of each as that one does."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from engagepolicy.ir.program import Program
from engagepolicy.values.types import EnumType, ListType, SetType, Type


def _merge_chains(one: Sequence[str], two: Sequence[str]) -> tuple[str, ...] | None:
    """Return both chains in one; None where their order differs or words of each stand in the same gap."""
    shared = [word for word in one if word in two]
    if shared != [word for word in two if word in one]:
        return None
    merged: list[str] = []
    for gaps in zip(_gaps(one, shared), _gaps(two, shared), strict=True):
        if all(gaps):
            return None
        merged += [*gaps[0], *gaps[1]]
        if len(merged_shared := [word for word in merged if word in shared]) < len(shared):
            merged.append(shared[len(merged_shared)])
    return tuple(merged)


def _gaps(chain: Sequence[str], shared: Sequence[str]) -> list[list[str]]:
    gaps: list[list[str]] = [[]]
    for word in chain:
        if word in shared:
            gaps.append([])
        else:
            gaps[-1].append(word)
    return gaps


def find_merged(one: EnumType, two: EnumType) -> EnumType | None:
    """Return a list with the words of both, each pair of one list ordered as there; None where there is no such list."""
    chains: list[tuple[str, ...]] = []
    left = list(two.chains)
    for chain in one.chains:
        partners = [each for each in left if set(each) & set(chain)]
        if len(partners) > 1:
            return None
        merged = _merge_chains(chain, partners[0]) if partners else chain
        if merged is None:
            return None
        chains.append(merged)
        left = [each for each in left if each not in partners]
    chains += left
    words = [word for chain in chains for word in chain]
    if len(words) != len(set(words)):
        return None
    values = dict.fromkeys([*words, *(word for word in (*one.values, *two.values) if word not in words)])
    joint = EnumType(one.name, tuple(values), tuple(chains))
    return joint if _keeps(joint, one) and _keeps(joint, two) else None


def _keeps(joint: EnumType, own: EnumType) -> bool:
    pairs = ((left, right) for left in own.values for right in own.values)
    return all(_sign(joint.compare(left, right)) == _sign(own.compare(left, right)) for left, right in pairs)


def _sign(place: int | None) -> int | None:
    return None if place is None else (place > 0) - (place < 0)


def _enum_of(of: Type) -> EnumType | None:
    match of:
        case EnumType():
            return of
        case SetType(of=EnumType() as inner):
            return inner
        case _:
            return None


def _typed(program: Program) -> dict[tuple[str, str], Type]:
    fields = {(schema.name, field.path): field.type for schema in program.schemas for field in schema.fields}
    plain = {key: of for key, of in fields.items() if not isinstance(of, ListType)}
    return plain | {("outcome", each.name): each.type for each in program.outcomes}


EnumMap = Mapping[EnumType, EnumType]


def match_enums(old: Program, new: Program) -> tuple[EnumMap, EnumMap]:
    """Return, for each program, what stands instead of those enums of facts and outcomes that the other has with other words."""
    maps: tuple[dict[EnumType, EnumType], dict[EnumType, EnumType]] = ({}, {})
    others = _typed(new)
    for one, two in _pairs((_enum_of(of), _enum_of(others[key])) for key, of in _typed(old).items() if key in others):
        if one == two or one in maps[0] or two in maps[1]:
            continue
        joint = find_merged(one, two)
        if joint is not None:
            maps[0][one], maps[1][two] = joint, joint
    return maps


def _pairs(found: Iterable[tuple[EnumType | None, EnumType | None]]) -> Iterable[tuple[EnumType, EnumType]]:
    return ((one, two) for one, two in found if one is not None and two is not None)
